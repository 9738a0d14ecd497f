"""Passwords are hashed with Argon2id; older hashes are replaced at the next login."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class FrugalArgon2PasswordHasher(Argon2PasswordHasher):
    """The least that OWASP recommends for Argon2id.

    Django's 100 MiB for each attempt would let eight clients who try any password at once take 800 MiB.
    """

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
