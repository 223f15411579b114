using System.Collections.Immutable;
using GlmmDsl.Inference.MultipleComparisons;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Means;

/// <summary>Contrasts of marginal estimates in every group of <c>by</c>, whose levels differ where a factor is nested: how they are made, and their tests under an adjustment.</summary>
internal sealed class ContrastSet
{
    private readonly MarginalRequest request;
    private readonly MarginalCells cells;
    private readonly ImmutableArray<Group> groups;

    private ContrastSet(MarginalCells cells, ImmutableArray<Group> groups) => (request, this.cells, this.groups) = (cells.Request, cells, groups);

    /// <summary>What the means or slopes were asked for.</summary>
    public MarginalRequest Request => request;

    /// <summary>Their cells.</summary>
    public MarginalCells Cells => cells;

    /// <summary>Whether estimates are ratios.</summary>
    public bool IsRatio => Scale.Value is not null && request.IsTransformed;

    /// <summary>The scale of the contrasts.</summary>
    public EstimateScale Scale => IsContrast ? cells.Scale.Ratio ?? EstimateScale.Identity with { Own = cells.Scale.Own } : cells.Scale;

    /// <summary>Whether the weights of all add up to zero; other combinations are means themselves.</summary>
    public bool IsContrast => groups.SelectMany(g => g.Contrasts).All(c => Math.Abs(c.Weights.Sum()) <= 1e-6 * c.Weights.Max(Math.Abs));

    /// <summary>Whether these are the pairs of all estimates of each group, which Tukey's range is the distribution of.</summary>
    public bool AreAllPairs => groups.All(g => g.Contrasts.Length == g.Size * (g.Size - 1) / 2 && g.Contrasts.All(c => c is { First: >= 0, Second: >= 0 }));

    /// <summary>Makes the contrasts.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="contrasts">Makes the contrasts of the labels of one group.</param>
    public static ContrastSet Of(MarginalCells cells, Func<ImmutableArray<string>, IEnumerable<ContrastWeights>> contrasts)
    {
        // The factors of by vary slowest, so that groups follow each other.
        var groups = ImmutableArray.CreateBuilder<Group>();
        for (int start = 0; start < cells.Cells.Length; start += groups[^1].Size)
        {
            string[] by = [.. By(cells, start)];
            int size = Enumerable.Range(start, cells.Cells.Length - start).TakeWhile(i => By(cells, i).SequenceEqual(by)).Count();
            groups.Add(new Group(start, size, [.. contrasts([.. cells.Cells.Skip(start).Take(size).Select(c => Label(cells, c))])]));
        }

        return new ContrastSet(cells, groups.ToImmutable());
    }

    /// <summary>The tests, group by group.</summary>
    /// <param name="adjustment">How those of a group are adjusted.</param>
    /// <param name="family">The first group's family, for its notes; null without contrasts.</param>
    public ImmutableArray<ContrastTest> Tests(Adjustment adjustment, out ContrastFamily? family)
    {
        var ranges = groups.Select(g => g.Size).Distinct().ToDictionary(size => size, size => new Lazy<StudentizedRange>(() => new StudentizedRange(size)));
        var tests = ImmutableArray.CreateBuilder<ContrastTest>();
        family = null;
        foreach (Group group in groups.Where(g => g.Contrasts.Length > 0))
        {
            CellCombination[] combinations = [.. group.Contrasts.Select(c => Combine(c, group.Start))];
            var own = new ContrastFamily(
                adjustment,
                group.Size,
                ranges[group.Size],
                [.. combinations.Select(c => c.Estimate / c.StandardError)],
                [.. combinations.Select(c => c.DegreesOfFreedom)],
                new(() => new MaximumOfT(Correlations([.. combinations.Where(c => c.IsEstimable)]))),
                new(() => Rank([.. combinations.Where(c => c.IsEstimable)])));
            family ??= own;
            double[] p = own.PValues();
            FactorCell by = cells.Cells[group.Start].Part([.. request.By], isOfThese: true);
            for (int i = 0; i < group.Contrasts.Length; i++)
            {
                int place = i;
                ContrastWeights contrast = group.Contrasts[i];
                string? Of(int cell) => cell < 0 ? null : Label(cells, cells.Cells[group.Start + cell]);
                tests.Add(new ContrastTest(contrast, by, Of(contrast.First), Of(contrast.Second), combinations[i], p[i], Scale, request.IsTransformed, level => own.CriticalValue(place, level)));
            }
        }

        return tests.ToImmutable();
    }

    /// <summary>A cell's levels in the name of a contrast: those of its own factors, a factor of numbers with its name before them.</summary>
    private static string Label(MarginalCells cells, FactorCell cell) =>
        cells.Request.Of.IsEmpty ? "overall" : string.Join(' ', cells.Request.Of.Select((f, i) => cells.NumericLabels.Contains(f) ? f + cell.Levels[i] : cell.Levels[i]));

    private static IEnumerable<string> By(MarginalCells cells, int cell) => cells.Cells[cell].Levels.Skip(cells.Request.Of.Length);

    private CellCombination Combine(ContrastWeights contrast, int start)
    {
        var weights = new double[cells.Cells.Length];
        contrast.Weights.CopyTo(weights, start);
        return cells.Estimates.Combine(weights);
    }

    private double[,] Correlations(CellCombination[] combinations)
    {
        var r = new double[combinations.Length, combinations.Length];
        for (int i = 0; i < combinations.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double covariance = cells.Estimates.Covariance(combinations[i], combinations[j]);
                r[i, j] = r[j, i] = i == j ? 1 : Math.Clamp(covariance / (combinations[i].StandardError * combinations[j].StandardError), -1, 1);
            }
        }

        return r;
    }

    private static int Rank(CellCombination[] combinations)
    {
        double[][] rows = [.. combinations.Select(c => c.Coefficients)
            .Select(row => (Row: row, Size: row.Max(Math.Abs)))
            .Where(r => r.Size > 0)
            .Select(r => Array.ConvertAll(r.Row, x => x / r.Size))];
        return rows.Length == 0 ? 0 : Matrix<double>.Build.DenseOfRowArrays(rows).Svd(computeVectors: false).S.Count(s => s > 1e-8 * rows.Length);
    }

    /// <summary>The cells with the same levels of <c>by</c>, and their contrasts.</summary>
    private sealed record Group(int Start, int Size, ImmutableArray<ContrastWeights> Contrasts);
}
