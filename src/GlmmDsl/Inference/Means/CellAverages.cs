using System.Collections.Immutable;

namespace GlmmDsl.Inference.Means;

/// <summary>
/// Averages the rows of a reference grid into cells. A nested factor that is averaged over is averaged first, within the levels of what it is nested in and over the levels that occur there, as
/// emmeans does it: the mean of a region is that of its own states.
/// </summary>
internal sealed class CellAverages
{
    private readonly ReferenceGrid grid;
    private readonly NestedFactors nesting;
    private readonly Weighting weighting;
    private readonly int[][] codes;

    /// <summary>Prepares the averages.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="nesting">What is nested in what.</param>
    /// <param name="weighting">How levels averaged over are weighed.</param>
    public CellAverages(ReferenceGrid grid, NestedFactors nesting, Weighting weighting)
    {
        (this.grid, this.nesting, this.weighting) = (grid, nesting, weighting);
        codes = [.. Enumerable.Range(0, grid.Variables.Length).Select(grid.Codes)];
    }

    /// <summary>For each cell its levels and a weight for each row of the grid. Cells of a nested factor with levels of its groups that it does not occur with are left out.</summary>
    /// <param name="places">The variables of the cells, the first varying fastest.</param>
    /// <param name="counts">How many rows of the data each row of the grid has; ones where that is not known.</param>
    public IEnumerable<(int[] Levels, double[] Weights)> Of(int[] places, double[] counts)
    {
        Part[] parts = [.. Enumerable.Range(0, grid.RowCount).Select(row => new Part([.. codes.Select(c => c[row])], [(row, 1.0)], counts[row]))];
        Part[] cells = Average(parts, [.. places], [.. Enumerable.Range(0, codes.Length).Where(v => !places.Contains(v) && grid.Variables[v].Labels.Length > 1)]);
        foreach (int nested in places.Where(nesting.Nested.Contains))
        {
            int[] group = [nested, .. nesting.GroupsOf(nested).Where(places.Contains)];
            cells = [.. Groups(cells, group).Where(g => g.Any(c => c.Count > 0)).SelectMany(g => g)];
        }

        IEnumerable<Part> ordered = cells;
        foreach (int place in places)
        {
            ordered = ordered.OrderBy(c => c.Codes[place]);
        }

        return ordered.Select(cell =>
        {
            var weights = new double[grid.RowCount];
            foreach ((int row, double weight) in cell.Rows)
            {
                weights[row] += weight;
            }

            return (Array.ConvertAll(places, p => cell.Codes[p]), weights);
        });
    }

    private Part[] Average(Part[] parts, ImmutableArray<int> kept, ImmutableArray<int> averaged)
    {
        int[] nested = [.. averaged.Where(nesting.Nested.Contains)];
        if (nested.Length == 0)
        {
            return Reduce(parts, kept, averaged);
        }

        // The innermost first: that with the most groups around it.
        int first = nested.OrderByDescending(v => nesting.GroupsOf(v).Count).First();
        int[] around = [.. nesting.GroupsOf(first).Union(nested.Where(v => v != first))];
        ImmutableArray<int> stage = [.. kept.Union(around)];
        ImmutableArray<int> over = [.. averaged.Except(stage)];
        var reduced = new List<Part>();
        foreach (Part[] group in Groups(parts, around))
        {
            HashSet<int> occurring = [.. group.Where(p => p.Count > 0).Select(p => p.Codes[first])];
            reduced.AddRange(Reduce([.. group.Where(p => occurring.Contains(p.Codes[first]))], stage, over));
        }

        return Average([.. reduced], kept, [.. averaged.Intersect(stage)]);
    }

    /// <summary>Averages over some variables at once.</summary>
    private Part[] Reduce(Part[] parts, ImmutableArray<int> kept, ImmutableArray<int> averaged)
    {
        double[] weights = weighting switch
        {
            Weighting.Cells => Array.ConvertAll(parts, p => p.Count),
            Weighting.Proportional => Totals(parts, averaged),
            Weighting.Outer => [.. averaged.Aggregate(Enumerable.Repeat(1.0, parts.Length), (product, v) => product.Zip(Totals(parts, [v]), (a, b) => a * b))],
            _ => [.. Enumerable.Repeat(1.0, parts.Length)],
        };
        var weighed = parts.Zip(weights).ToDictionary(p => p.First, p => p.Second);
        return [.. Groups(parts, kept).Select(group =>
        {
            double total = group.Sum(p => weighed[p]);
            return new Part(group[0].Codes, [.. group.SelectMany(p => p.Rows.Select(r => (r.Row, total > 0 ? r.Weight * weighed[p] / total : double.NaN)))], group.Sum(p => p.Count));
        })];
    }

    /// <summary>For each part the rows of the data of all parts with its levels of some variables.</summary>
    private double[] Totals(Part[] parts, IReadOnlyList<int> variables)
    {
        var totals = new Dictionary<Part, double>();
        foreach (Part[] group in Groups(parts, variables))
        {
            double total = group.Sum(p => p.Count);
            foreach (Part part in group)
            {
                totals.Add(part, total);
            }
        }

        return Array.ConvertAll(parts, p => totals[p]);
    }

    /// <summary>The parts by their levels of some variables.</summary>
    private IEnumerable<Part[]> Groups(Part[] parts, IReadOnlyList<int> variables) => parts
        .GroupBy(p => variables.Aggregate(0L, (key, v) => (key * grid.Variables[v].Labels.Length) + p.Codes[v]))
        .Select(g => g.ToArray());

    /// <summary>Rows of the grid averaged together.</summary>
    /// <param name="codes">The level of each variable; of one averaged over that of any of the rows.</param>
    /// <param name="rows">The rows with their weights.</param>
    /// <param name="count">How many rows of the data they have.</param>
    private sealed class Part(int[] codes, (int Row, double Weight)[] rows, double count)
    {
        public int[] Codes => codes;

        public (int Row, double Weight)[] Rows => rows;

        public double Count => count;
    }
}
