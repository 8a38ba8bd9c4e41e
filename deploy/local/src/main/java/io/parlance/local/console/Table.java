package io.parlance.local.console;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, each column as wide as its widest cell; numbers to the right. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heading) {
        rows.add(List.of(heading));
    }

    public Table row(Object... cells) {
        if (cells.length != rows.getFirst().size())
            throw new IllegalArgumentException("a row of %d cells in a table of %d columns"
                    .formatted(cells.length, rows.getFirst().size()));
        rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** The lines of the table, without trailing blanks. */
    public List<String> lines() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (var row : rows)
            for (int i = 0; i < columns; i++)
                widths[i] = Math.max(widths[i], row.get(i).length());
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String blanks = " ".repeat(widths[i] - row.get(i).length());
                if (i > 0) line.append("  ");
                line.append(isFigure(row.get(i)) ? blanks + row.get(i) : row.get(i) + blanks);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static boolean isFigure(String cell) {
        return !cell.isEmpty() && (Character.isDigit(cell.charAt(0)) || cell.matches("[+-][0-9].*"));
    }
}
