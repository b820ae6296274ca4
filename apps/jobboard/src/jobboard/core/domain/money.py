"""Money, and what an employer says a job pays."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
    CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
    LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB
    TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)
"""The currencies of ISO 4217 in circulation."""

MINOR_DIGITS = dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0)
MINOR_DIGITS |= dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)

LARGEST = 10**15
"""Minor units: what is more than this is a slip, and times the hours of a year it would not fit into a database."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the minor unit of its currency: 1250 USD are twelve dollars and fifty cents."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise ValueError(f"{self.currency!r} is not a currency of ISO 4217")
        if not 0 <= self.amount <= LARGEST:
            raise ValueError("an amount of money is neither negative nor beyond all bounds")

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """The amount given in the major unit, rounded to the nearest minor one."""
        if not amount.is_finite() or abs(amount) > LARGEST:
            raise ValueError(f"{amount} is not an amount of money")
        unit = Decimal(1).scaleb(-MINOR_DIGITS.get(currency, 2))
        return cls(int((amount.quantize(unit, ROUND_HALF_EVEN) / unit).to_integral_value()), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in the major unit."""
        return Decimal(self.amount).scaleb(-MINOR_DIGITS.get(self.currency, 2))


class Period(StrEnum):
    """The time that a salary is for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


PER_YEAR = {Period.HOUR: 2080, Period.DAY: 260, Period.WEEK: 52, Period.MONTH: 12, Period.YEAR: 1}
"""How often a period fits into a full-time year: 52 weeks of five days of eight hours."""


@dataclass(frozen=True, slots=True)
class SalaryRange:
    """What the employer states: from, to, and for which time. A single figure has both ends the same."""

    minimum: Money
    maximum: Money
    period: Period

    def __post_init__(self) -> None:
        if self.minimum.currency != self.maximum.currency:
            raise ValueError("both ends of a salary range are in one currency")
        if self.minimum.amount > self.maximum.amount:
            raise ValueError("a salary range begins with its lower end")

    @property
    def currency(self) -> str:
        return self.minimum.currency

    @property
    def yearly_minimum(self) -> int:
        """The lower end for a full-time year, in minor units: for comparing, not for showing."""
        return self.minimum.amount * PER_YEAR[self.period]

    @property
    def yearly_maximum(self) -> int:
        """The upper end for a full-time year, in minor units: for comparing, not for showing."""
        return self.maximum.amount * PER_YEAR[self.period]

    def overlaps(self, other: "SalaryRange") -> bool:
        """Whether some salary lies in both ranges, whatever their periods; never across currencies."""
        return (
            self.currency == other.currency
            and self.yearly_minimum <= other.yearly_maximum
            and other.yearly_minimum <= self.yearly_maximum
        )
