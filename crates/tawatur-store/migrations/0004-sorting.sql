-- Events by how many independent origins stand behind them, for listings in that order.
CREATE INDEX record_events_by_origins ON record_events (origins DESC, position);
