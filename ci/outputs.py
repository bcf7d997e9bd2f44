"""Convert a JSON report of launchcheck to outputs of a GitHub step: the worst verdict, and counts."""

import json
import sys

WORST_FIRST = ("unchecked", "not_ready", "on_track", "ready", "cancelled")


def main() -> None:
    """Print a line for each output; a missing or incomplete report counts as unchecked."""
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            document = json.load(file)
    except (OSError, ValueError):
        document = {"reports": []}
    reports = document.get("reports", [document])
    checked = [report for report in reports if "verdict" in report]
    verdicts = {report["verdict"] for report in checked}
    if not checked or len(checked) < len(reports) or document.get("errors"):
        verdicts.add("unchecked")
    blockers = [
        item
        for report in checked
        for item in report["items"]
        if item["severity"] == "blocker" and item["status"] in {"failed", "unanswered"}
    ]
    print(f"verdict={next(word for word in WORST_FIRST if word in verdicts)}")
    print(f"blockers={len(blockers)}")
    print(f"overdue={sum(item['overdue'] for item in blockers)}")


if __name__ == "__main__":
    main()
