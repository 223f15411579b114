using System.Collections.Immutable;
using GlmmDsl.Inference.MultipleComparisons;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Means;

/// <summary>Contrasts of marginal estimates, the same in every group of <c>by</c>: how they are made, and their tests under an adjustment.</summary>
internal sealed class ContrastSet
{
    private readonly MarginalRequest request;
    private readonly MarginalCells cells;
    private readonly ImmutableArray<ContrastWeights> contrasts;
    private readonly int size;

    private ContrastSet(MarginalRequest request, MarginalCells cells, ImmutableArray<ContrastWeights> contrasts, int size) =>
        (this.request, this.cells, this.contrasts, this.size) = (request, cells, contrasts, size);

    /// <summary>What the means or slopes were asked for.</summary>
    public MarginalRequest Request => request;

    /// <summary>Their cells.</summary>
    public MarginalCells Cells => cells;

    /// <summary>Whether estimates are ratios.</summary>
    public bool IsRatio => Scale.Value is not null && request.IsTransformed;

    /// <summary>The scale of the contrasts.</summary>
    public EstimateScale Scale => IsContrast ? cells.Scale.Ratio ?? EstimateScale.Identity with { Own = cells.Scale.Own } : cells.Scale;

    /// <summary>Whether the weights of all add up to zero; other combinations are means themselves.</summary>
    public bool IsContrast => contrasts.All(c => Math.Abs(c.Weights.Sum()) <= 1e-6 * c.Weights.Max(Math.Abs));

    /// <summary>Makes the contrasts.</summary>
    /// <param name="request">What the estimates were asked for.</param>
    /// <param name="cells">Their cells.</param>
    /// <param name="contrasts">Makes the contrasts of the labels of one group.</param>
    public static ContrastSet Of(MarginalRequest request, MarginalCells cells, Func<ImmutableArray<string>, IEnumerable<ContrastWeights>> contrasts)
    {
        // The factors of by vary slowest, so that groups follow each other.
        int size = request.By.IsEmpty ? cells.Cells.Length : cells.Cells.TakeWhile(c => By(request, c).SequenceEqual(By(request, cells.Cells[0]))).Count();
        ImmutableArray<string> labels = [.. cells.Cells.Take(size).Select(c => Label(request, cells, c))];
        return new ContrastSet(request, cells, [.. contrasts(labels)], size);
    }

    /// <summary>The tests, group by group.</summary>
    /// <param name="adjustment">How those of a group are adjusted.</param>
    /// <param name="family">The first group's family, for its notes; null without contrasts.</param>
    public ImmutableArray<ContrastTest> Tests(Adjustment adjustment, out ContrastFamily? family)
    {
        var range = new Lazy<StudentizedRange>(() => new StudentizedRange(size));
        var tests = ImmutableArray.CreateBuilder<ContrastTest>();
        family = null;
        int groups = size == 0 ? 0 : cells.Cells.Length / size;
        for (int group = 0; group < groups && contrasts.Length > 0; group++)
        {
            CellCombination[] combinations = [.. contrasts.Select(c => Combine(c, group))];
            var own = new ContrastFamily(
                adjustment,
                size,
                range,
                [.. combinations.Select(c => c.Estimate / c.StandardError)],
                [.. combinations.Select(c => c.DegreesOfFreedom)],
                new(() => new MaximumOfT(Correlations([.. combinations.Where(c => c.IsEstimable)]))),
                new(() => Rank([.. combinations.Where(c => c.IsEstimable)])));
            family ??= own;
            double[] p = own.PValues();
            FactorCell by = cells.Cells[group * size].Part([.. request.By], isOfThese: true);
            for (int i = 0; i < contrasts.Length; i++)
            {
                int place = i;
                string? Of(int cell) => cell < 0 ? null : Label(request, cells, cells.Cells[cell]);
                tests.Add(new ContrastTest(
                    contrasts[i], by, Of(contrasts[i].First), Of(contrasts[i].Second), combinations[i], p[i], Scale, request.IsTransformed, level => own.CriticalValue(place, level)));
            }
        }

        return tests.ToImmutable();
    }

    /// <summary>A cell's levels in the name of a contrast: those of its own factors, a factor of numbers with its name before them.</summary>
    private static string Label(MarginalRequest request, MarginalCells cells, FactorCell cell) =>
        request.Of.IsEmpty ? "overall" : string.Join(' ', request.Of.Select((f, i) => cells.NumericLabels.Contains(f) ? f + cell.Levels[i] : cell.Levels[i]));

    private static IEnumerable<string> By(MarginalRequest request, FactorCell cell) => cell.Levels.Skip(request.Of.Length);

    private CellCombination Combine(ContrastWeights contrast, int group)
    {
        var weights = new double[cells.Cells.Length];
        contrast.Weights.CopyTo(weights, group * size);
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
}
