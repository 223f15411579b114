using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Sparse;
using GlmmDsl.LinearAlgebra;
using GlmmDsl.LinearAlgebra.Sparse;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// The mixed-model equations of a solution, factored once: M = ΛᵀZᵀWZΛ + I = LLᵀ by the supernodal factor, R_XᵀR_X = XᵀWX − XᵀWZΛM⁻¹ΛᵀZᵀWX. With
/// v = M⁻¹Λᵀz and r = x − XᵀWZΛv the covariance of two combinations is φ[z₁ᵀΛM⁻¹Λᵀz₂ + r₁ᵀ(R_XᵀR_X)⁻¹r₂].
/// </summary>
internal sealed class MixedModelEquations : EffectsCovariance
{
    /// <summary>What the order that solves rows fastest may cost: operations in any case, or so many times the cheapest order.</summary>
    private const double MostOperations = 2e9, DearerBy = 5;

    private readonly CovarianceLayout layout;
    private readonly FixedBasis basis;
    private readonly SparseFactor? factor;
    private readonly RandomInverse? inverse;

    // Of each term: its factor, and its place there.
    private readonly (int Factor, TermLayout Term)[] terms;

    // M⁻¹ΛᵀZᵀW[X y], q × (p + 1), and R_X transposed.
    private readonly double[] solvedColumns = [];
    private readonly double[] fixedFactor;

    /// <summary>Factors the equations.</summary>
    /// <param name="products">The cross-products, weighted by the working weights; their response does not matter.</param>
    /// <param name="layout">The layout of the random part.</param>
    /// <param name="basis">The columns of the fixed part.</param>
    /// <param name="theta">θ in the user's units.</param>
    /// <param name="dispersion">φ.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="ModelDataException">The factor does not fit in memory.</exception>
    /// <exception cref="InvalidOperationException">The equations are not positive definite.</exception>
    public MixedModelEquations(
        CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis, ReadOnlySpan<double> theta, double dispersion, CancellationToken cancellationToken)
    {
        this.layout = layout;
        this.basis = basis;
        Dispersion = dispersion;
        terms = new (int, TermLayout)[layout.Terms.Count()];
        for (int f = 0; f < layout.Factors.Length; f++)
        {
            foreach (TermLayout term in layout.Factors[f].Terms)
            {
                terms[term.Term] = (f, term);
            }
        }

        if (layout.Factors.IsEmpty)
        {
            fixedFactor = BlockCongruence.Apply(products.FixedBlock, basis.Transform, basis.Transform, products.FixedWidth, products.FixedWidth);
            RequireDefinite(DenseCholesky.Factor(fixedFactor, basis.Kept.Length + 1, basis.Kept.Length, cancellationToken));
            return;
        }

        var system = new SparseSystem(products, layout, basis, Analysis(products, layout, basis));
        factor = new SparseFactor(system, reml: false);
        layout.Fill(layout.ToEntries(layout.ToInternal(theta)), factor.Templates);
        RequireDefinite(factor.Factor(factor.Templates, cancellationToken));
        int width = basis.Kept.Length + 1;
        solvedColumns = [.. system.WithFixed];
        SparseProduct.ApplyTemplates(system, factor.Templates, transposed: true, solvedColumns, width);
        factor.Cholesky.SolveLower(solvedColumns, width, cancellationToken);
        fixedFactor = [.. system.FixedBlock];
        for (int first = 0; first < solvedColumns.Length; first += width)
        {
            ReadOnlySpan<double> row = solvedColumns.AsSpan(first, width);
            for (int j = 0; j < width; j++)
            {
                VectorKernels.AddScaled(-row[j], row[..(j + 1)], fixedFactor.AsSpan(j * width, width));
            }
        }

        RequireDefinite(DenseCholesky.Factor(fixedFactor, width, width - 1, cancellationToken));
        factor.Cholesky.SolveLowerTransposed(solvedColumns, width, cancellationToken);
        inverse = new RandomInverse(factor, cancellationToken);
    }

    /// <inheritdoc/>
    public override double Dispersion { get; }

    private int Width => basis.Kept.Length + 1;

    /// <summary>The equations of a fit that has its rows, by the rows' working weights at the solution.</summary>
    /// <exception cref="InvalidOperationException">A fit without rows; or outcomes that the fixed effects separate.</exception>
    public static MixedModelEquations OfRows(IModelSolution solution, CancellationToken cancellationToken)
    {
        (_, CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis) = WorkingProducts(solution, cancellationToken);
        return new MixedModelEquations(products, layout, basis, solution.Theta, solution.Dispersion, cancellationToken);
    }

    /// <summary>The equations of a fit that is known by its working cross-products.</summary>
    public static MixedModelEquations OfProducts(
        IModelSolution solution, ImmutableArray<GroupColumns> groups, CrossProductBlocks products, CancellationToken cancellationToken)
    {
        var basis = new FixedBasis(products, new FixedRank(solution.Kept, [], FixedRank.FindUnitColumns(solution.Matrices)));
        var layout = new CovarianceLayout(groups, products, CovarianceStructures.Of(solution.Matrices.Random));
        return new MixedModelEquations(products, layout, basis, solution.Theta, solution.Dispersion, cancellationToken);
    }

    /// <summary>The information of each row at the solution: of the determinant's kind. Of a linear model the weights.</summary>
    public static double[] WorkingWeights(IModelSolution solution)
    {
        GeneralizedResponse response = solution.Response;
        LikelihoodKernel kernel = response.Kernel;
        int n = response.Totals.Length;
        var weights = new double[n];
        if (solution.Integration?.Information == Information.Expected)
        {
            kernel.Expected(solution.LinearPredictor, response.Sizes, weights);
        }
        else
        {
            kernel.Evaluate(solution.LinearPredictor, response.Totals, response.Sizes, new double[n], weights, new double[n]);
        }

        return weights;
    }

    /// <inheritdoc/>
    public override PreparedContrast Prepare(EffectsContrast contrast)
    {
        var effects = new SortedDictionary<int, double[]>();
        foreach ((int term, int level, int column, double weight) in contrast.Random)
        {
            (int f, TermLayout place) = terms[term];
            int node = factor!.System.FirstNode[f] + level;
            if (!effects.TryGetValue(node, out double[]? own))
            {
                effects.Add(node, own = new double[layout.Factors[f].Width]);
            }

            place.Basis.AddEffectToInternal(column, weight, own.AsSpan(place.Offset, place.Width));
        }

        double[] rest = basis.RowToInternal(contrast.Fixed);
        foreach ((int node, double[] own) in effects)
        {
            int f = factor!.System.GroupOfNode[node];
            ApplyTransposed(factor.Templates[f], own);
            int first = factor.System.Pattern.FirstRow[node];
            for (int c = 0; c < own.Length; c++)
            {
                VectorKernels.AddScaled(-own[c], solvedColumns.AsSpan((first + c) * Width, rest.Length), rest);
            }
        }

        double[] user = basis.RowToUser(rest);
        DenseCholesky.SolveLower(fixedFactor, Width, rest.Length, rest);
        return new PreparedContrast { Fixed = rest, Rest = user, Nodes = [.. effects.Keys], Spherical = [.. effects.Values] };
    }

    /// <inheritdoc/>
    public override double Of(PreparedContrast first, PreparedContrast second, CancellationToken cancellationToken = default) =>
        Dispersion * ((inverse?.Of(first, second, cancellationToken) ?? 0) + VectorKernels.Dot(first.Fixed, second.Fixed));

    /// <inheritdoc/>
    public override void Of(ReadOnlySpan<PreparedContrast> contrasts, double[] covariances, CancellationToken cancellationToken = default)
    {
        int m = contrasts.Length;
        Array.Clear(covariances);
        inverse?.Of(contrasts, covariances, cancellationToken);
        for (int a = 0; a < m; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                covariances[(a * m) + b] = Dispersion * (covariances[(a * m) + b] + VectorKernels.Dot(contrasts[a].Fixed, contrasts[b].Fixed));
                covariances[(b * m) + a] = covariances[(a * m) + b];
            }
        }
    }

    /// <inheritdoc/>
    public override void WithCoefficients(PreparedContrast contrast, Span<double> covariances)
    {
        double[] solved = [.. contrast.Fixed];
        DenseCholesky.SolveLowerTransposed(fixedFactor, Width, solved.Length, solved);
        VectorKernels.Scale(Dispersion, solved, solved);
        basis.ErrorsToUser(solved).CopyTo(covariances);
    }

    /// <summary>The weighted cross-products of a fit's rows, in columns that do not depend on the weights.</summary>
    public static (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products, CovarianceLayout Layout, FixedBasis Basis) WorkingProducts(IModelSolution solution, CancellationToken cancellationToken)
    {
        ModelMatrices matrices = solution.Matrices;
        if (!matrices.HasRows)
        {
            throw new InvalidOperationException("This model was fitted to cross-products, without rows: the joint covariance of coefficients and random effects takes the rows.");
        }

        if (solution.IsSeparated)
        {
            throw Separated();
        }

        ModelMatrices plain = matrices with { Response = new double[matrices.RowCount], Offset = null, Weights = null };
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(plain.Random);
        Origins origins = Origins.Means(plain, groups, 0, plain.RowCount);
        CrossProductBlocks unweighted = CrossProductBlocks.Accumulate(plain, groups, origins, 0, plain.RowCount, cancellationToken);
        var basis = new FixedBasis(unweighted, new FixedRank(solution.Kept, [], FixedRank.FindUnitColumns(plain)));
        var layout = new CovarianceLayout(groups, unweighted, CovarianceStructures.Of(plain.Random));
        CrossProductBlocks products = CrossProductBlocks.Accumulate(plain with { Weights = WorkingWeights(solution) }, groups, origins, 0, plain.RowCount, cancellationToken);
        return (groups, products, layout, basis);
    }

    /// <summary>The error for separated outcomes.</summary>
    public static InvalidOperationException Separated() => new(
        "The fixed effects separate the outcomes, so the errors of coefficients and random effects have no covariance. Give the coefficients a weak prior (FitOptions.CoefficientPrior), or leave out what decides the outcome.");

    private static SparseAnalysis Analysis(CrossProductBlocks products, CovarianceLayout layout, FixedBasis basis)
    {
        SparseAnalysis? analysis = LevelPattern.Of(products, layout) is { } pattern ? Ordered(pattern) : null;
        return analysis is not null && SparseCost.Of(analysis, layout, basis.Kept.Length).Fits(FactorisationChoice.Available)
            ? analysis
            : throw new ModelDataException("The mixed-model equations of this fit are too large for this machine's memory, so the joint covariance of coefficients and random effects cannot be computed.");
    }

    /// <summary>
    /// With the levels of the largest factor first, a row's effects touch few numbers of the factor, which is worth more here than the cheapest factorisation: it is made once, and
    /// followed by solves for thousands of rows.
    /// </summary>
    private static SparseAnalysis Ordered(BlockPattern pattern)
    {
        SparseAnalysis cheapest = SparseAnalysis.Of(pattern);
        SparseAnalysis natural = SparseAnalysis.Of(pattern, [.. Enumerable.Range(0, pattern.Nodes)]);
        return natural.CanBeHeld && natural.Flops <= Math.Max(MostOperations, DearerBy * cheapest.Flops) && natural.Bytes <= DearerBy * cheapest.Bytes ? natural : cheapest;
    }

    private static void RequireDefinite(bool isDefinite)
    {
        if (!isDefinite)
        {
            throw new InvalidOperationException("The mixed-model equations at the estimates are not positive definite, so the errors of coefficients and random effects have no covariance.");
        }
    }

    /// <summary>x ← Λᵀx of one level.</summary>
    private static void ApplyTransposed(double[] template, double[] x)
    {
        int k = x.Length;
        for (int c = 0; c < k; c++)
        {
            double sum = 0;
            for (int r = c; r < k; r++)
            {
                sum += template[(r * k) + c] * x[r];
            }

            x[c] = sum;
        }
    }
}
