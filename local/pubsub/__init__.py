"""The system over the Pub/Sub emulator on one machine, where that is installed: as it is deployed."""
