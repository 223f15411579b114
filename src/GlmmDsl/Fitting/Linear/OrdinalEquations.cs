using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// The joint covariance of coefficients, thresholds and random effects of an ordinal model given θ̂: combinations have the weights of the thresholds behind those of the kept coefficients, or none.
/// The likelihood of a row depends on U − η and L − η alone, so its information is w₁(dU − dη)² + w₂(dL − dη)² + w₃(dU − dL)² with w₁ = −W_ηU, w₂ = −W_ηL, w₃ = −W_UL, which are not negative
/// where the latent density is log-concave. Each row so stands for two rows of a linear mixed model in which thresholds are coefficients of indicator columns, and the last square has no random effects.
/// </summary>
internal sealed class OrdinalEquations : EffectsCovariance
{
    private readonly MixedModelEquations equations;
    private readonly int kept;
    private readonly int[] places;
    private readonly double[,] beyond;

    private OrdinalEquations(MixedModelEquations equations, IModelSolution solution, int[] places)
    {
        this.equations = equations;
        this.places = places;
        kept = solution.Kept.Length;
        beyond = Beyond(solution.Thresholds!.Joint);
    }

    /// <inheritdoc/>
    public override double Dispersion => equations.Dispersion;

    /// <summary>The equations of a fit that has its rows.</summary>
    /// <param name="solution">The solution of an ordinal model.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">Equations that are not positive definite.</exception>
    /// <exception cref="ModelDataException">The factor does not fit in memory.</exception>
    public static OrdinalEquations OfRows(IModelSolution solution, CancellationToken cancellationToken)
    {
        (ImmutableArray<GroupColumns> groups, CrossProductBlocks products) = WorkingProducts(solution, cancellationToken);
        return OfProducts(solution, groups, products, cancellationToken);
    }

    /// <summary>The equations of a fit that is known by its working cross-products.</summary>
    public static OrdinalEquations OfProducts(IModelSolution solution, ImmutableArray<GroupColumns> groups, CrossProductBlocks products, CancellationToken cancellationToken)
    {
        int[] places = solution.Thresholds!.Places();
        var basis = new FixedBasis(products, new FixedRank([.. Enumerable.Range(0, ColumnCount(solution.Kept.Length, places))], [], []));
        var layout = new CovarianceLayout(groups, products, CovarianceStructures.Of(solution.Matrices.Random));
        return new OrdinalEquations(new MixedModelEquations(products, layout, basis, solution.Theta, solution.Dispersion, cancellationToken), solution, places);
    }

    /// <summary>The cross-products of the rows of the working linear model.</summary>
    public static (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products) WorkingProducts(IModelSolution solution, CancellationToken cancellationToken)
    {
        var rows = new WorkingRows(solution, solution.Thresholds!.Places());
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(rows.Design.Random);
        int count = rows.Design.RowCount;
        CrossProductBlocks products = CrossProductBlocks.Accumulate(
            rows.Design with { Weights = rows.Weights }, groups, Origins.Means(rows.Design, groups, 0, count), 0, count, cancellationToken);
        rows.AddBetween(products);
        return (groups, products);
    }

    /// <summary>How many fixed-effects columns the working linear model has.</summary>
    /// <param name="kept">The number of kept columns.</param>
    /// <param name="places">The places of the thresholds.</param>
    public static int ColumnCount(int kept, int[] places) => kept + places.Max() + 1;

    /// <inheritdoc/>
    public override PreparedContrast Prepare(EffectsContrast contrast)
    {
        var weights = new double[ColumnCount(kept, places)];
        contrast.Fixed.AsSpan(0, kept).CopyTo(weights);
        for (int j = kept; j < contrast.Fixed.Length; j++)
        {
            if (contrast.Fixed[j] != 0)
            {
                weights[kept + places[j - kept]] += contrast.Fixed[j];
            }
        }

        return equations.Prepare(contrast with { Fixed = weights });
    }

    /// <inheritdoc/>
    public override double Of(PreparedContrast first, PreparedContrast second, CancellationToken cancellationToken = default) => equations.Of(first, second, cancellationToken);

    /// <inheritdoc/>
    public override void Of(ReadOnlySpan<PreparedContrast> contrasts, double[] covariances, CancellationToken cancellationToken = default) => equations.Of(contrasts, covariances, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Coefficients and thresholds have the covariance that their standard errors are from, and not only the one given θ̂.</remarks>
    public override double BeyondTheta(PreparedContrast first, PreparedContrast second)
    {
        double sum = 0;
        for (int i = 0; i < first.Rest.Length; i++)
        {
            for (int j = 0; j < second.Rest.Length; j++)
            {
                sum += first.Rest[i] * beyond[i, j] * second.Rest[j];
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void WithCoefficients(PreparedContrast contrast, Span<double> covariances)
    {
        var all = new double[contrast.Fixed.Length];
        equations.WithCoefficients(contrast, all);
        all.AsSpan(0, kept).CopyTo(covariances);
    }

    /// <summary>The covariance of coefficients and thresholds less that given θ̂.</summary>
    private double[,] Beyond(double[,] joint)
    {
        int count = ColumnCount(kept, places);
        int[] source = [.. Enumerable.Range(0, kept), .. Enumerable.Range(0, count - kept).Select(t => kept + Array.IndexOf(places, t))];
        var result = new double[count, count];
        var own = new double[count];
        for (int i = 0; i < count; i++)
        {
            var unit = new double[count];
            unit[i] = 1;
            equations.WithCoefficients(equations.Prepare(new EffectsContrast(unit, [])), own);
            for (int j = 0; j < count; j++)
            {
                result[i, j] = joint[source[i], source[j]] - own[j];
            }
        }

        return result;
    }

    /// <summary>The rows of the working linear model.</summary>
    private sealed class WorkingRows
    {
        private readonly List<(int Upper, int Lower, double Weight)> between = [];
        private readonly int kept;

        public WorkingRows(IModelSolution solution, int[] places)
        {
            ModelMatrices matrices = solution.Matrices;
            kept = solution.Kept.Length;
            int n = matrices.RowCount, count = ColumnCount(0, places);
            var information = new OrdinalInformation(solution);
            double[] inUpper = information.Derivatives.Information(0, 1)!, inLower = information.Derivatives.Information(0, 2)!, inBoth = information.Derivatives.Information(1, 2)!;
            var rows = new List<(int Row, int Threshold, double Weight)>();
            for (int i = 0; i < n; i++)
            {
                int u = information.Upper[i] < 0 ? -1 : places[information.Upper[i]], l = information.Lower[i] < 0 ? -1 : places[information.Lower[i]];
                if (u >= 0)
                {
                    rows.Add((i, u, -inUpper[i]));
                }

                if (l >= 0)
                {
                    rows.Add((i, l, -inLower[i]));
                }

                if (u >= 0 && l >= 0)
                {
                    between.Add((u, l, -inBoth[i]));
                }
            }

            Weights = [.. rows.Select(r => r.Weight)];
            ModelMatrices taken = RowSubset.Of(matrices with { Weights = null, Offset = null }, [.. rows.Select(r => r.Row)]);
            Design = taken with
            {
                Response = new double[rows.Count],
                SpansIntercept = false,
                FixedNames = [.. solution.Kept.Select(k => matrices.FixedNames[k]), .. Enumerable.Range(0, count).Select(t => FormattableString.Invariant($"threshold {t}"))],
                FixedColumns =
                [
                    .. solution.Kept.Select(k => taken.FixedColumns[k]),
                    .. Enumerable.Range(0, count).Select(t => rows.Select(r => r.Threshold == t ? -1.0 : 0).ToArray()),
                ],
                FixedTermOfColumn = [.. Enumerable.Range(0, kept + count)],
            };
        }

        /// <summary>Two rows for one, without the weights.</summary>
        public ModelMatrices Design { get; }

        /// <summary>The weights.</summary>
        public double[] Weights { get; }

        /// <summary>Adds w₃(dU − dL)² to the products of the thresholds. It has no random effects and, as the constant is not among its columns, no part in the origins.</summary>
        public void AddBetween(CrossProductBlocks products)
        {
            int width = products.FixedWidth;
            foreach ((int upper, int lower, double weight) in between)
            {
                int u = 1 + kept + upper, l = 1 + kept + lower;
                products.FixedBlock[(u * width) + u] += weight;
                products.FixedBlock[(l * width) + l] += weight;
                products.FixedBlock[(u * width) + l] -= weight;
                products.FixedBlock[(l * width) + u] -= weight;
            }
        }
    }
}
