using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// The parts of a linear mixed model that do not depend on θ: rank, columns, layout and cross-products. Kept with a fit, so that a refit with
/// another response repeats only the work that involves the response. Immutable.
/// </summary>
internal sealed class LinearProblem
{
    private readonly ImmutableArray<GroupColumns> groups;
    private readonly Origins origins;
    private readonly double sumLogWeights;

    /// <summary>The cross-products, kept only where there are no rows to take them from again.</summary>
    private readonly CrossProductBlocks? withoutRows;

    /// <summary>The design that the cross-products were made from: the model's own, or the same with orthogonal columns.</summary>
    private readonly ModelMatrices computed;

    /// <summary>Lays out a model's cross-products.</summary>
    /// <param name="matrices">The design; without rows its columns are empty.</param>
    /// <param name="groups">Its grouping factors.</param>
    /// <param name="products">The cross-products of its columns, about the columns' means.</param>
    /// <param name="choices">What is to be done whatever it costs, for tests.</param>
    /// <param name="cancellationToken">Checked while the rank is determined and the columns are rotated.</param>
    /// <exception cref="ModelDataException">No degree of freedom is left for the residual variance, or no factorisation fits in memory.</exception>
    public LinearProblem(
        ModelMatrices matrices, ImmutableArray<GroupColumns> groups, CrossProductBlocks products, ForcedChoices choices = default, CancellationToken cancellationToken = default)
        : this(matrices, matrices, groups, Columns(matrices, products, cancellationToken), products, choices, cancellationToken)
    {
    }

    private LinearProblem(
        ModelMatrices matrices,
        ModelMatrices computed,
        ImmutableArray<GroupColumns> groups,
        (FixedRank Rank, FixedPart Basis, FixedFactor Factor) columns,
        CrossProductBlocks products,
        ForcedChoices choices,
        CancellationToken cancellationToken)
    {
        Matrices = matrices;
        this.computed = computed;
        this.groups = groups;
        origins = products.Origins;
        sumLogWeights = products.SumLogWeights;
        withoutRows = matrices.HasRows ? null : products;
        Rank = columns.Rank;
        Basis = columns.Basis;
        Layout = new CovarianceLayout(groups, products, CovarianceStructures.Of(matrices.Random));
        ParameterCountCheck.Refuse(Layout, matrices);
        Unidentified = UnidentifiedVariances.Of(products, groups, Basis.Summed, columns.Factor, cancellationToken);
        int p = Basis.Kept.Length;
        long effects = Layout.Factors.Sum(f => (long)f.Levels * f.Width);
        double[]? factor = (choices.Rotation ?? FixedRotation.Pays(p, effects)) ? columns.Factor.Lower(cancellationToken) : null;
        FactorisationChoice choice = factor is null
            ? FactorisationChoice.Of(products, Layout, p, FactorisationChoice.Available, choices.Path)
            : FactorisationChoice.Of(products, Layout, (int)effects, FactorisationChoice.Available - FixedRotation.Bytes(p, effects), choices.Path);
        System = Factorisation.System(choice, products, Layout, Basis.Summed);
        if (factor is not null)
        {
            var rotation = FixedRotation.Of(factor, System.FixedBlock, System.FixedProducts(), out ReducedProducts reduced, cancellationToken);
            Basis = new RotatedBasis(Basis, rotation, reduced.Rest);
            System = System.With(reduced.FixedBlock, reduced.WithFixed, System.Rank);
        }
    }

    private LinearProblem(LinearProblem other, ModelMatrices matrices, FixedPart basis, LinearSystem system)
    {
        Matrices = matrices;
        computed = other.computed;
        groups = other.groups;
        origins = other.origins;
        sumLogWeights = other.sumLogWeights;
        withoutRows = other.withoutRows;
        Rank = other.Rank;
        Layout = other.Layout;
        Unidentified = other.Unidentified;
        Basis = basis;
        System = system;
    }

    /// <summary>A residual variance below this share of the effects' is zero: the search stops short of the limit.</summary>
    private const double NoShare = 1e-4;

    /// <summary>The design.</summary>
    public ModelMatrices Matrices { get; }

    /// <summary>The grouping factors.</summary>
    public ImmutableArray<GroupColumns> Groups => groups;

    /// <summary>The estimable columns.</summary>
    public FixedRank Rank { get; }

    /// <summary>The columns in which the fixed part is computed.</summary>
    public FixedPart Basis { get; }

    /// <summary>The layout of the random part.</summary>
    public CovarianceLayout Layout { get; }

    /// <summary>Variances that the data cannot identify; null where there are none.</summary>
    public UnidentifiedVariances? Unidentified { get; }

    /// <summary>The cross-products in internal columns.</summary>
    public LinearSystem System { get; }

    /// <summary>Makes the problem of a design from its rows.</summary>
    /// <exception cref="ModelDataException">No degree of freedom is left for the residual variance, or no factorisation fits in memory.</exception>
    public static LinearProblem Create(ModelMatrices matrices, CancellationToken cancellationToken, ForcedChoices choices = default)
    {
        ImmutableArray<GroupColumns> groups = GroupColumns.Amalgamate(matrices.Random);
        Origins origins = Origins.Means(matrices, groups, 0, matrices.RowCount);
        CrossProductBlocks products = CrossProductBlocks.Accumulate(matrices, groups, origins, 0, matrices.RowCount, cancellationToken);
        (FixedRank rank, FixedBasis basis, FixedFactor factor) = Columns(matrices, products, cancellationToken);
        if (OrthogonalFixedPart.Of(matrices, basis, factor, out ModelMatrices orthogonal, cancellationToken) is not { } orthogonalBasis)
        {
            return new LinearProblem(matrices, matrices, groups, (rank, basis, factor), products, choices, cancellationToken);
        }

        var about = new Origins(new double[orthogonal.FixedColumns.Length + 1], origins.Groups);
        CrossProductBlocks second = CrossProductBlocks.Accumulate(orthogonal, groups, about, 0, matrices.RowCount, cancellationToken);
        OrthogonalBasis columns = orthogonalBasis(second);
        return new LinearProblem(matrices, orthogonal, groups, (rank, columns, new FixedFactor(second, columns.Summed, null)), second, choices, cancellationToken);
    }

    /// <summary>The problem with another response (n numbers), in one pass over the rows: only the products with the response are computed again.</summary>
    public LinearProblem WithResponse(double[] response)
    {
        ResponseChange change = Change();
        FixedPart basis = change.Put(response);
        return new LinearProblem(this, Matrices with { Response = response }, basis, change.System);
    }

    /// <summary>A workspace that puts one response after another into the problem.</summary>
    public ResponseChange Change() => new(Matrices, groups, computed, origins, Basis, System);

    /// <summary>Makes a workspace for the criterion in user units.</summary>
    public LinearEvaluation Evaluation(bool reml) => Factorisation.Workspace(System, reml, Constant(Basis, reml));

    /// <summary>What takes the criterion from internal to user units, for a response that a basis was made for.</summary>
    public double Constant(FixedPart basis, bool reml)
    {
        double freedom = System.RowCount - (reml ? System.Rank : 0);
        return (2 * freedom * Math.Log(basis.ResponseScale)) - sumLogWeights + (reml ? 2 * basis.LogScales : 0);
    }

    /// <summary>The cross-products of the model's columns: those it was fitted to without rows, else taken from the rows again.</summary>
    public CrossProductBlocks Products(CancellationToken cancellationToken) =>
        withoutRows ?? CrossProductBlocks.Accumulate(Matrices, groups, Origins.Means(Matrices, groups, 0, Matrices.RowCount), 0, Matrices.RowCount, cancellationToken);

    /// <summary>The mixed-model equations of a problem without rows.</summary>
    public MixedModelEquations Equations(double[] theta, double dispersion, CancellationToken cancellationToken) =>
        new(Products(cancellationToken), Layout, Basis.Summed, theta, dispersion, cancellationToken);

    /// <summary>A workspace for −2 log L in user units of a system that was made of this one's columns.</summary>
    public LinearEvaluation Evaluation(LinearSystem system) =>
        Factorisation.Workspace(system, reml: false, (2 * System.RowCount * Math.Log(Basis.ResponseScale)) - sumLogWeights);

    /// <summary>−2 log L with a quantity held, near an optimum by maximum likelihood.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <param name="theta">θ̂, user units.</param>
    /// <param name="sigma">σ̂.</param>
    public HeldCriterion Hold(HeldQuantity quantity, double[] theta, double sigma)
    {
        double[] start = Layout.ToInternal(theta);
        return quantity.Kind switch
        {
            HeldKind.Coefficient => new HeldCoefficient(this, quantity.Row, start),
            HeldKind.Sigma => new HeldSigma(this, start),
            _ => new HeldCovariance(this, quantity, start, sigma),
        };
    }

    /// <summary>Finds θ̂ and what follows from it.</summary>
    /// <exception cref="ModelDataException">Nothing is left for the residual variance.</exception>
    public LinearMixedSolution Solve(SearchOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        LinearEvaluation evaluation = Evaluation(options.IsReml);
        var criterion = new LinearCriterion(evaluation, progress, cancellationToken);
        var search = new CovarianceSearch(criterion, Layout, options.MaxIterations, cancellationToken);
        search.Run(options.Start is { } start ? Layout.ToInternal(start) : StartingValues.Of(System, cancellationToken), isThorough: options.Start is null, looksFar: !options.IsRefit);
        if (!double.IsFinite(search.Value))
        {
            throw NoResidual(evaluation);
        }

        (double[] theta, double value, DifferentiatedPoint found) = (search.Theta, search.Value, search.Found());
        if (Unidentified is not null && options.IsReml)
        {
            // The criterion does not depend on these parameters, so where the search left them means nothing.
            theta = Layout.ToInternal(Unidentified.WithoutThem(Layout, Layout.ToUser(theta)));
            EvaluatedPoint point = evaluation.Evaluate(Layout.ToEntries(theta), cancellationToken);
            value = point.Value;
            found = point.Differentiate(new double[Layout.Entries.Length], [], cancellationToken);
        }

        CriterionRounding rounding = CriterionRounding.Of(System, Basis, found, options.IsReml);
        OptimumVerdict verdict = LinearVerdict.Judge(Layout, theta, search.Stationarity, rounding.Criterion).Less(Unidentified?.Columns ?? []);
        if (HasNoResidual(theta))
        {
            verdict = verdict.WithoutResidual();
        }

        if (verdict.Verdict == Verdict.NotConverged && options.MaxIterations == SearchOptions.DefaultMaxIterations && UnboundedLikelihood.Holds(Evaluation(options.IsReml)))
        {
            throw NoResidual(evaluation);
        }

        var builder = new LinearSolutionBuilder(Matrices, found, Basis);
        builder.Build();
        if (NotFinite(search, found, builder) is { } lost)
        {
            verdict = verdict with { Verdict = Verdict.NotConverged, Reason = lost };
        }

        return Solution(options.IsReml, found, criterion, theta, value, verdict, builder) with { Rounding = rounding };
    }

    /// <summary>
    /// Whether the search let the residual variance go to zero: with one row for each effect of a structure, the structure alone can describe the rows, and the criterion falls, by less and less, as the
    /// effects' variance grows in units of the residual's.
    /// </summary>
    private bool HasNoResidual(double[] theta)
    {
        double[] entries = Layout.ToEntries(theta);
        return Layout.Terms.Any(term => term.Structure.SharedName is not null
            && (double)Matrices.Random[term.Term].Group.Levels.Length * term.Width >= Matrices.RowCount
            && Enumerable.Range(term.FirstEntry, term.Structure.Entries.Length).Sum(i => entries[i] * entries[i]) > term.Width / NoShare);
    }

    /// <summary>What follows from a θ that was found before, without a search.</summary>
    /// <param name="userTheta">θ in the user's units.</param>
    /// <param name="reml">Restricted maximum likelihood, else maximum likelihood.</param>
    /// <exception cref="ModelDataException">The criterion has no value there.</exception>
    public LinearMixedSolution At(double[] userTheta, bool reml)
    {
        LinearEvaluation evaluation = Evaluation(reml);
        var criterion = new LinearCriterion(evaluation, null, CancellationToken.None);
        double[] theta = Layout.ToInternal(userTheta);
        EvaluatedPoint point = evaluation.Evaluate(Layout.ToEntries(theta));
        if (!double.IsFinite(point.Value))
        {
            throw NoResidual(evaluation);
        }

        DifferentiatedPoint found = point.Differentiate(new double[Layout.Entries.Length], []);
        CriterionRounding rounding = CriterionRounding.Of(System, Basis, found, reml);
        var builder = new LinearSolutionBuilder(Matrices, found, Basis);
        builder.Build();
        var verdict = new OptimumVerdict(Verdict.Converged, "", []);
        return Solution(reml, found, criterion, theta, point.Value, verdict, builder) with { Rounding = rounding };
    }

    /// <summary>Which of the results is not finite, so that the fit cannot count as converged; null if all are finite.</summary>
    private string? NotFinite(CovarianceSearch search, DifferentiatedPoint found, LinearSolutionBuilder builder)
    {
        if (!double.IsFinite(search.Value) || !double.IsFinite(found.Variance * Basis.ResponseScale) || !Layout.ToUser(search.Theta).All(double.IsFinite))
        {
            return "a variance of the random effects is outside the range of floating-point numbers";
        }

        for (int j = 0; j < builder.Beta.Length; j++)
        {
            if (!double.IsFinite(builder.Beta[j]) || !double.IsFinite(builder.Covariance[j, j]))
            {
                string name = ValueText.Quote(Matrices.FixedNames[Rank.Kept[j]]);
                return $"the coefficient of {name} or its standard error is outside the range of floating-point numbers, in the units of {name} and of the response";
            }
        }

        return null;
    }

    private static (FixedRank Rank, FixedBasis Basis, FixedFactor Factor) Columns(ModelMatrices matrices, CrossProductBlocks products, CancellationToken cancellationToken)
    {
        FixedRank rank = FixedRank.Decide(matrices, products, out double[]? factor, cancellationToken: cancellationToken);
        var basis = new FixedBasis(products, rank);
        return (rank, basis, new FixedFactor(products, basis, factor));
    }

    private ModelDataException NoResidual(LinearEvaluation evaluation)
    {
        EvaluatedPoint withoutRandom = evaluation.Evaluate(new double[Layout.Entries.Length]);
        return new ModelDataException(double.IsFinite(withoutRandom.Value) && withoutRandom.Variance >= LinearCriterion.NoVariance
            ? "The fixed and random effects together reproduce the response exactly, to the last digit: the residual variance goes to zero and the likelihood has no maximum. Use fewer random effects, or check that the response varies within the groups."
            : "The fixed effects reproduce the response exactly: no residual variance is left to estimate. Use fewer fixed effects, or check that the response is not computed from them.");
    }

    private LinearMixedSolution Solution(
        bool reml, DifferentiatedPoint found, LinearCriterion criterion, double[] theta, double value, OptimumVerdict verdict, LinearSolutionBuilder builder)
    {
        double[][] gradients = [.. Layout.Factors.Select((_, f) => found.TemplateGradient(f))];
        return new LinearMixedSolution
        {
            Problem = this,
            IsReml = reml,
            Criterion = value,
            Theta = Layout.ToUser(theta),
            Sigma = Math.Sqrt(found.Variance) * Basis.ResponseScale,
            Kept = Rank.Kept,
            Aliased = Rank.Aliased,
            Beta = builder.Beta,
            Covariance = reml && Unidentified is not null ? Unidentified.Blank(builder.Covariance, Basis.Unrotated) : builder.Covariance,
            ConditionalModes = builder.Modes,
            LazyConditionalCovariances = LazyCovariances(theta, reml),
            LazyFitted = LazyFitted(builder.Beta, builder.Modes),
            ResidualSquares = builder.ResidualSquares,
            Evaluations = criterion.Evaluations,
            Gradients = criterion.Gradients,
            Gradient = Layout.GradientToUser(theta, gradients),
            Verdict = verdict.Verdict,
            VerdictReason = verdict.Reason,
            Vanished = verdict.Vanished,
            CriterionAt = CriterionAt(reml),
        };
    }

    // In separate methods, so that the lambdas do not capture the search's workspace and keep it alive.
    private Lazy<double[][,]> LazyCovariances(double[] theta, bool reml) => new(() =>
    {
        double[][,] covariances = ModeCovariances.Of(Evaluation(reml).Evaluate(Layout.ToEntries(theta)), Layout, Basis.ResponseScale);
        return reml && Unidentified is not null ? Unidentified.Blank(covariances) : covariances;
    });

    private Lazy<double[]> LazyFitted(double[] beta, double[][,] modes) => new(() => LinearSolutionBuilder.Fitted(Matrices, Basis.Kept, beta, modes));

    private Func<ReadOnlyMemory<double>, double> CriterionAt(bool reml) => theta => Evaluation(reml).Evaluate(Layout.ToEntries(Layout.ToInternal(theta.Span))).Value;
}
