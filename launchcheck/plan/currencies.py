"""Currencies, by their codes of ISO 4217."""

from typing import Annotated, TypeAlias

from pydantic import ValidationInfo
from pydantic_core import core_schema

from launchcheck.plan.references import declared_in
from launchcheck.plan.types import Kind, problem
from launchcheck.text import quote

# The codes in use, of ISO 4217, list one, without those of metals, funds and tests.
_TABLE = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD",
    "CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF",
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK",
    "LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD",
    "OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN",
    "SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG",
    "XOF XPF YER ZAR ZMW ZWG",
)
_CODES = [code for line in _TABLE for code in line.split()]
_KNOWN = frozenset(_CODES)
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₴": "UAH", "₫": "VND"}


def _currency(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str) and value in _KNOWN:
        return value
    hint = "write its ISO 4217 code, like USD or EUR"
    if isinstance(value, str) and value in _SIGNS:
        hint = f"write {_SIGNS[value]}"
    elif isinstance(value, str) and (declared := declared_in(info)):
        hint = declared.suggestion(value, _CODES) or hint
    raise problem(f"{quote(value)} is not a currency", hint)


Currency: TypeAlias = Annotated[
    str,
    Kind(
        core_schema.with_info_plain_validator_function(_currency, ref="Currency"),
        {"type": "string", "enum": _CODES},
    ),
]
"""The ISO 4217 code of a currency, like `USD`."""
