"""One study in several places: pack one's work, merge others', decide between rival versions."""
