"""The ground the tests stand on: databases, browsers, races. No test lives here."""
