"""Setting up two-factor login, and logging in with it, in a real browser under the content security policy."""

from base64 import b32decode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP

from tests.support.browser import Browser


def log_in(browser: Browser, code: str = "") -> None:
    page = browser.open("/admin/login/?next=/admin/two-factor/")
    assert browser.axe() == []
    page.get_by_label("Username:").fill("grace")
    page.get_by_label("Password:").fill("right")
    page.get_by_label("Code:").fill(code)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/two-factor/**")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_editor_sets_it_up_and_logs_in_with_it(browser: Browser, settings, scheme) -> None:
    settings.TOTP = "required"
    User.objects.create_superuser("grace", password="right")
    browser.page.emulate_media(color_scheme=scheme)
    log_in(browser)
    page = browser.page
    assert page.get_by_alt_text("QR code").evaluate("image => image.naturalWidth") > 100
    assert browser.axe() == []
    browser.photograph(f"two-factor-{scheme}")
    key = b32decode(page.locator(".totp-key").inner_text().replace(" ", ""))
    page.get_by_label("Code:").fill(f"{TOTP(key).token():06}")
    page.keyboard.press("Enter")
    codes = page.locator(".recovery-codes li")
    codes.first.wait_for()
    assert codes.count() == 10
    assert browser.axe() == []
    code = codes.first.inner_text()
    page.get_by_role("link", name="Go on to the desk").click()
    page.wait_for_url("**/admin/")
    browser.client = Client()
    log_in(browser, code)
    page.get_by_text("Recovery codes left: 9.").wait_for()
    assert browser.axe() == []
