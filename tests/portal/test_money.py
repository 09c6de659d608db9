"""What a service costs, in words."""

from decimal import Decimal

import pytest

from onecity.catalogue.queries import all_services
from onecity.common import clock
from onecity.portal.money import fee_of, written


@pytest.mark.parametrize(
    ("amount", "language", "words"),
    [("0", "en", "0 CNY"), ("10.00", "en", "10 CNY"), ("1234.5", "en", "1,234.50 CNY"), ("12.5", "zh-hans", "12.50元")],
)
def test_a_sum_is_written_with_its_currency(amount, language, words):
    assert written(Decimal(amount), "CNY", language) == words


def test_the_fee_of_every_service_can_be_told(huating):
    fees = [fee_of(service, clock.today()) for service in all_services()]
    assert all(fee.least <= fee.most for fee in fees)
    assert any(fee.is_free for fee in fees)
    assert any(fee.known and not fee.is_free for fee in fees)
