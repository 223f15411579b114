using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Means;

/// <summary>How many of the rows used fall into each row of a reference grid. Numeric columns count only where their few values are kept apart.</summary>
internal sealed class CellCounts
{
    private readonly ReferenceGrid grid;
    private readonly bool[] isCounted;
    private readonly double[] counts;

    /// <summary>Counts the rows.</summary>
    /// <exception cref="InvalidOperationException">The fit has no rows.</exception>
    public CellCounts(FittedModel model, ReferenceGrid grid)
    {
        model.RequireRows("rows to weigh levels by");
        this.grid = grid;
        isCounted = [.. grid.Variables.Select(v => !v.Column.IsNumeric || !v.Column.Values.IsEmpty)];
        Table table = model.Table ?? throw new InvalidOperationException("This fit does not hold the rows of its data, which weigh the levels. Weigh them equally.");
        int[] cells = new int[model.RowCount];
        int stride = 1;
        for (int v = 0; v < isCounted.Length; v++)
        {
            if (!isCounted[v])
            {
                continue;
            }

            int[] codes = Codes(grid.Variables[v], table);
            for (int i = 0; i < cells.Length; i++)
            {
                int code = codes[model.Matrices.SourceRows[i]];
                cells[i] = cells[i] < 0 || code < 0 ? -1 : cells[i] + (stride * code);
            }

            stride *= grid.Variables[v].Labels.Length;
        }

        var sums = new double[stride];
        for (int i = 0; i < cells.Length; i++)
        {
            if (cells[i] >= 0)
            {
                sums[cells[i]] += model.Frequencies?[i] ?? 1;
            }
        }

        counts = Array.ConvertAll(Combinations(v => isCounted[v], out _), c => sums[c]);
    }

    /// <summary>For each row of the grid how many rows of the data fall into it.</summary>
    public double[] Counts => counts;

    /// <summary>For each row of the grid the number of its combination of some of the variables.</summary>
    private int[] Combinations(Func<int, bool> isWanted, out int count)
    {
        var combinations = new int[grid.RowCount];
        count = 1;
        for (int v = 0; v < grid.Variables.Length; v++)
        {
            if (isWanted(v))
            {
                int[] codes = grid.Codes(v);
                for (int row = 0; row < combinations.Length; row++)
                {
                    combinations[row] += count * codes[row];
                }

                count *= grid.Variables[v].Labels.Length;
            }
        }

        return combinations;
    }

    private static int[] Codes(GridVariable variable, Table table)
    {
        Column column = table.Find(variable.Name)!;
        if (!variable.Column.IsNumeric)
        {
            FactorColumn factor = column.AsFactor(table.RowLabel);
            int[] levels = LevelMap.Of(factor.Levels, variable.Labels);
            return Array.ConvertAll(factor.Array, c => c < 0 ? -1 : levels[c]);
        }

        ImmutableArray<double> values = variable.Numbers;
        return Array.ConvertAll(column.AsNumeric(table.RowLabel).Array, x => values.IndexOf(x));
    }
}
