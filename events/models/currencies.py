"""Currency codes. No page shows a currency's name, so no library of currencies is needed."""

from django.core.exceptions import ValidationError

# The currencies in use in ISO 4217, without funds, precious metals and codes for testing. Frozen here, because a database
# constraint lists them: a change needs a migration.
CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV
WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(CODES.split())
CURRENCY_ERROR = "Enter an ISO 4217 currency code such as USD, EUR or CNY."


def check_currency(code: str) -> None:
    """Raise ValidationError for an unknown code. The constraint alone would show its error above the form."""
    if code not in CURRENCIES:
        raise ValidationError(CURRENCY_ERROR, code="currency")
