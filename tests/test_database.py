"""Tests of opening databases."""

import sqlite3
import threading

from briefer.database import connect


def test_many_may_open_a_new_database_at_once(tmp_path):
    refused = []

    def open_them(barrier):
        for number in range(40):
            barrier.wait()
            try:
                connect(tmp_path / f"{number}.sqlite").close()
            except sqlite3.Error as exc:
                refused.append(exc)

    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=open_them, args=(barrier,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
