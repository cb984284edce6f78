"""Investment by year, as a line for each: 2026｜1200, in 万元."""

from decimal import Decimal, InvalidOperation

CENTS_OF_WAN = 1_000_000


def read_years(text: str) -> dict[int, int]:
    """Cents by year; ValueError names the wrong line."""
    years: dict[int, int] = {}
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        year, _, amount = (part.strip() for part in line.replace("|", "｜").partition("｜"))
        try:
            cents = Decimal(amount.removesuffix("万元").replace(",", "")) * CENTS_OF_WAN
        except InvalidOperation:
            cents = Decimal("NaN")
        is_money = cents.is_finite() and cents >= 0 and cents == cents.to_integral_value()
        if not (year.isdecimal() and 2000 <= int(year) <= 2100 and is_money):
            raise ValueError(f"分年投资第 {number} 行看不懂，请写成 2026｜1200，单位是万元")
        if int(year) in years:
            raise ValueError(f"分年投资里 {year} 年写了两次，请合为一行")
        years[int(year)] = int(cents)
    return years


def write_years(years: dict[int, int]) -> str:
    """The same as text, the earliest year first."""
    return "\n".join(
        f"{year}｜{Decimal(cents) / CENTS_OF_WAN:f}" for year, cents in sorted(years.items())
    )
