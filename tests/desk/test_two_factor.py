"""Two-factor login: who needs a code, how an app is set up, and what a code is good for."""

import re
import time
from base64 import b32decode
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

PAGE = "/admin/two-factor/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _optional(settings):
    settings.TOTP = "optional"


@pytest.fixture
def grace():
    return User.objects.create_superuser("grace", password="right")


def log_in(user: User, code: str = "", password: str = "right", **headers: str) -> tuple[Client, Any]:
    client = Client(**headers)
    return client, client.post("/admin/login/", {"username": user.username, "password": password, "code": code})


def next_code(user: User) -> str:
    """What the app shows, of the first step that wasn't used yet."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key)
    totp.time = max(time.time(), (device.last_t + 1) * device.step)
    return f"{totp.token():06}"


def set_up(client: Client) -> list[str]:
    """Sets up an app as a browser does; the recovery codes."""
    form = client.get(PAGE).context["form"]
    # As the app reads it.
    key = b32decode(form.readable_key.replace(" ", ""))
    answer = client.post(PAGE, {"key": form.signed_key, "code": f"{TOTP(key).token():06}"})
    return re.findall(r"<li><code>(\w+)</code>", answer.content.decode())


@pytest.fixture
def codes(grace):
    """Grace has an app; these are her recovery codes."""
    return set_up(log_in(grace)[0])


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_without_the_setting_nothing_is_asked_for(grace, codes, settings):
    settings.TOTP = "off"
    client, _ = log_in(grace)
    assert is_in(client)
    assert b'name="code"' not in Client().get("/admin/login/").content
    assert client.get(PAGE).status_code == 404


def test_a_code_is_needed_once_it_is_set_up(grace, codes):
    client, answer = log_in(grace)
    assert not is_in(client)
    assert "Enter the code that your authenticator app shows" in answer.content.decode()
    client, _ = log_in(grace, next_code(grace))
    assert is_in(client)


def test_a_code_without_the_password_is_worth_nothing(grace, codes):
    client, _ = log_in(grace, next_code(grace), password="wrong")
    assert not is_in(client)


def test_a_code_is_good_once(grace, codes):
    code = next_code(grace)
    assert is_in(log_in(grace, code)[0])
    assert not is_in(log_in(grace, code)[0])


def test_a_recovery_code_is_good_once(grace, codes):
    assert len(codes) == len(set(codes)) == 10
    assert is_in(log_in(grace, codes[0].upper())[0])
    client, answer = log_in(grace, codes[0])
    assert not is_in(client)
    assert "was used before" in answer.content.decode()
    assert StaticToken.objects.count() == 9


def test_five_wrong_codes_lock_out_an_address_as_wrong_passwords_do(grace, codes):
    statuses = [log_in(grace, "000000")[1].status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]


def test_guessing_is_slow_whatever_the_address(grace, codes):
    log_in(grace, "000000", REMOTE_ADDR="192.0.2.1")
    # The right one, but within the second after a wrong one.
    client, _ = log_in(grace, next_code(grace), REMOTE_ADDR="192.0.2.2")
    assert not is_in(client)


def test_a_session_from_before_ends_at_the_next_page(grace):
    first, _ = log_in(grace)
    second, _ = log_in(grace)
    set_up(first)
    assert is_in(first)
    assert second.get("/admin/people/person/")["Location"] == "/admin/login/?next=/admin/people/person/"
    assert second.get(PAGE).status_code == 302


def test_where_it_is_required_nothing_works_before_it_is_set_up(grace, settings):
    settings.TOTP = "required"
    client, answer = log_in(grace)
    assert answer["Location"] == f"{PAGE}?next=%2Fadmin%2F"
    assert client.get("/admin/people/person/", follow=True).redirect_chain[-1][0].startswith(PAGE)
    assert client.post("/admin/articles/save/", "{}", "application/json").status_code == 302
    assert len(set_up(client)) == 10
    assert is_in(client)


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", ""])
def test_setting_it_up_never_leads_to_another_site(grace, target):
    client, _ = log_in(grace)
    assert client.get(PAGE, {"next": target}).context["target"] == "/admin/"


def test_a_wrong_code_sets_nothing_up_and_shows_the_same_key(grace):
    client, _ = log_in(grace)
    before = client.get(PAGE).context["form"]
    answer = client.post(PAGE, {"key": before.signed_key, "code": "12345x"})
    assert "The app shows another code." in answer.content.decode()
    assert answer.context["form"].readable_key == before.readable_key
    assert not TOTPDevice.objects.exists()


def test_nobody_sets_up_the_key_of_another(grace):
    client, _ = log_in(grace)
    ada = User.objects.create_superuser("ada", password="right")
    key = client.get(PAGE).context["form"].signed_key
    answer = log_in(ada)[0].post(PAGE, {"key": key, "code": "123456"})
    assert answer.context["form"].signed_key != key
    assert not TOTPDevice.objects.exists()


def test_new_recovery_codes_replace_the_old_ones(grace, codes):
    client, _ = log_in(grace, codes[0])
    assert "Recovery codes left: 9." in client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"code": codes[1], "renew": "1"})
    new = re.findall(r"<li><code>(\w+)</code>", answer.content.decode())
    assert len(new) == 10
    assert not set(new) & set(codes)
    assert not is_in(log_in(grace, codes[2])[0])


def test_to_remove_it_takes_a_code(grace, codes):
    client, _ = log_in(grace, codes[0])
    assert "isn’t right" in client.post(PAGE, {"code": "wrong", "remove": "1"}).content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert client.post(PAGE, {"code": next_code(grace), "remove": "1"}).status_code == 302
    assert not TOTPDevice.objects.exists()
    assert is_in(log_in(grace)[0])


def test_an_operator_helps_with_a_lost_phone(grace, codes, capsys):
    call_command("addstatictoken", "grace")
    assert is_in(log_in(grace, capsys.readouterr().out.strip())[0])


def test_nobody_sees_the_devices_of_others(grace, codes):
    client, _ = log_in(grace, next_code(grace))
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/otp_static/staticdevice/").status_code == 404


def test_only_staff_sets_it_up():
    client = Client()
    client.force_login(User.objects.create(username="reader"))
    assert client.get(PAGE)["Location"] == f"/admin/login/?next={PAGE}"
    assert Client().get(PAGE)["Location"] == f"/admin/login/?next={PAGE}"


def test_no_copy_of_the_page_is_kept(grace):
    assert "no-store" in log_in(grace)[0].get(PAGE)["Cache-Control"]
