"""Tests of crowding and of the suspension gauge."""
