"""Commands on sources and cases: `import`, `sources`, `show`, `cases`."""
