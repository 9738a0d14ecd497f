"""Two-factor login: a code of an authenticator app (TOTP, RFC 6238) besides the password, and recovery codes.

The setting TOTP is "off", "optional" (who has set it up needs a code) or "required" (nobody does anything at the desk before).
django-otp keeps the devices, refuses a code that was used, and makes guessing slow.
"""

from base64 import b32encode
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login, verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from talentwatch.desk.login import DeskLoginForm

RECOVERY_CODES = 10
SETUP_SECONDS = 3600  # in which a shown QR code has to be confirmed
SALT = "talentwatch.two_factor"
WRONG_CODE = "This code isn’t right, or was used before. Wait for the next one in the app, or use a recovery code."
MISSING_CODE = "Enter the code that your authenticator app shows, or a recovery code."


def code_field(help_text: str, **options: Any) -> forms.CharField:
    box = forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"})
    return forms.CharField(label="Code", max_length=20, widget=box, help_text=help_text, **options)


def totp_device(user: User) -> TOTPDevice | None:
    """The authenticator app of a user who has set it up."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_satisfied(user: Any) -> bool:
    """Whether a logged-in user needs no code in this session, or gave one."""
    if settings.TOTP == "off" or user.is_verified():
        return True
    return settings.TOTP == "optional" and totp_device(user) is None


def needs_setup(user: Any) -> bool:
    """Whether a logged-in user can do nothing at the desk before setting it up."""
    return settings.TOTP == "required" and totp_device(user) is None


def verify_code(user: User, code: str) -> Any:
    """The device that accepts the code: the app, or the recovery codes, each of which is good once. None if neither does."""
    code = code.replace(" ", "").lower()
    model = TOTPDevice if code.isascii() and code.isdigit() else StaticDevice
    device = model.objects.filter(user=user, confirmed=True).first()
    return verify_token(user, device.persistent_id, code) if device else None


class TwoFactorLoginForm(DeskLoginForm):
    """Name, password, and the code of who has set that up. A wrong code counts as a wrong password."""

    code = code_field(
        "Six digits from your authenticator app, or a recovery code. Leave it empty if you haven’t set that up.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        user: Any = self.get_user()
        if totp_device(user) is None:
            return cleaned
        code = cleaned.get("code")
        if not code:
            raise ValidationError(MISSING_CODE, "missing_code")
        user.otp_device = verify_code(user, code)
        if user.otp_device is None:
            credentials = {"username": user.get_username()}
            user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
            raise ValidationError(WRONG_CODE, "wrong_code")
        return cleaned


class SetupForm(forms.Form):
    """Confirms that the app shows the codes of the key on this page. The key is in the page anyway, signed for this user."""

    code = code_field("Six digits, which the app shows now.")
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user
        self.totp: TOTP | None = None
        try:
            sent = signing.loads(self.data.get("key", ""), salt=SALT, max_age=SETUP_SECONDS)
        except signing.BadSignature:
            sent = {}
        # Another key than the one in the app confirms no code: the page shows the new one.
        self.device = TOTPDevice(
            user=user, name="app", key=sent["key"] if sent.get("user") == user.pk else default_key()
        )
        self.signed_key = signing.dumps({"user": user.pk, "key": self.device.key}, salt=SALT)

    @property
    def qr_code(self) -> str:
        """A data address, which the content security policy allows for images."""
        return segno.make(self.device.config_url, error="m").svg_data_uri(scale=5, light="#fff")

    @property
    def readable_key(self) -> str:
        key = b32encode(self.device.bin_key).decode()
        return " ".join(key[start : start + 4] for start in range(0, len(key), 4))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].replace(" ", "")
        self.totp = TOTP(self.device.bin_key)
        if not (code.isascii() and code.isdigit() and self.totp.verify(int(code), tolerance=1)):
            raise ValidationError("The app shows another code. Check that your phone’s clock is right, and scan again.")
        return code


class CodeForm(forms.Form):
    """What changes the second factor needs it."""

    code = code_field("From the app, or a recovery code.")

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if verify_code(self.user, code) is None:
            raise ValidationError(WRONG_CODE)
        return code


def make_recovery_codes(user: User) -> list[str]:
    """New ones; the old ones are no longer accepted."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


def two_factor_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app; later make new recovery codes, or remove it. Open to who still has to set it up."""
    user: Any = request.user
    if settings.TOTP == "off":
        raise Http404
    has_device = user.is_authenticated and totp_device(user) is not None
    if not (user.is_active and user.is_staff) or (has_device and not user.is_verified()):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    form: Any = (CodeForm if has_device else SetupForm)(user, request.POST if request.method == "POST" else None)
    recovery_codes: list[str] = []
    if form.is_valid():
        with transaction.atomic():
            # One at a time: a second press makes no second device.
            User.objects.select_for_update().get(pk=user.pk)
            if has_device and "remove" in request.POST:
                TOTPDevice.objects.filter(user=user).delete()
                StaticDevice.objects.filter(user=user).delete()
                return HttpResponseRedirect(request.get_full_path())
            if not has_device:
                TOTPDevice.objects.filter(user=user).delete()
                # The code that confirmed it is used.
                form.device.last_t = form.totp.t()
                form.device.save()
                login(request, form.device)
            recovery_codes = make_recovery_codes(user)
    target = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    if not is_ours or target.startswith(request.path):
        target = reverse("admin:index")
    context = {
        **site.each_context(request),
        "title": "Two-factor login",
        "form": form,
        "has_device": has_device,
        "recovery_codes": recovery_codes,
        "codes_left": StaticToken.objects.filter(device__user=user).count(),
        "is_required": settings.TOTP == "required",
        "target": target,
    }
    return TemplateResponse(request, "admin/desk/two_factor.html", context)
