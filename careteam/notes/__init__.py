"""What a therapist keeps to themself: process notes, sealed to their author before they get here."""
