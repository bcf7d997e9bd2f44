"""A plan and a checklist, as small as they can be."""

PLAN = """\
launchcheck: 1
launch:
  name: Orbit Sync 2.0
  date: 2027-02-16
  tier: 1
  owner: dana
people:
  dana: {name: Dana Reyes}
  sam: {name: Sam Okoye}
owners: {product: sam}
"""

TINY = """\
checklist: 1
name: tiny
areas:
  - {id: launch, question: Is there an owner?}
  - {id: product, question: Is it there?}
items:
  - id: launch.owner
    area: launch
    question: Who runs it?
    why: Nobody does otherwise.
    fix: Set launch.owner.
    severity: {1: blocker, 2: blocker}
    due: T-30
    check: {kind: present, paths: [launch.owner]}
  - id: product.released
    area: product
    question: When is it out?
    why: Nobody can have it before.
    fix: Set launch.release_date.
    severity: {1: blocker, 2: warning}
    due: T-7
    check: {kind: present, paths: [launch.release_date]}
  - id: product.runbook
    area: product
    question: Is there a way back?
    why: It may be needed.
    fix: Write it.
    severity: {2: blocker}
    due: T-7
    check: {kind: present, paths: [product.rollback.evidence]}
"""
