using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.Fitting.Linear.Sensitivity;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// What the linear engine found. Arrays follow the order of the input: fixed-effects columns as given, random terms as given (lme4's
/// order); everything is in the user's units, whatever origin and scale the engine worked in.
/// </summary>
internal sealed record LinearMixedSolution : IModelSolution
{
    /// <summary>Whether the criterion is REML (else ML).</summary>
    public required bool IsReml { get; init; }

    /// <summary>The minimised criterion, −2 log L or its restricted form, including constants and Σ log wᵢ (Bates et al. 2015, eqs. 34, 39).</summary>
    public required double Criterion { get; init; }

    /// <summary>θ: for each term the lower Cholesky factor of the relative covariance by columns, diagonals ≥ 0.</summary>
    public required double[] Theta { get; init; }

    /// <inheritdoc/>
    public double[] ShownTheta => IsReml && Problem.Unidentified is { } unidentified ? unidentified.Blank(Problem.Layout, Theta) : Theta;

    /// <summary>σ̂.</summary>
    public required double Sigma { get; init; }

    /// <summary>Indices of the fixed-effects columns kept, ascending; as many as the rank.</summary>
    public required ImmutableArray<int> Kept { get; init; }

    /// <summary>For each dropped column, its index and those of the kept columns that it is a combination of.</summary>
    public required ImmutableArray<AliasedColumn> Aliased { get; init; }

    /// <summary>β̂ of the kept columns.</summary>
    public required double[] Beta { get; init; }

    /// <summary>Covariance matrix of β̂, σ̂²(XᵀV⁻¹X)⁻¹, kept columns, row by row.</summary>
    public required double[,] Covariance { get; init; }

    /// <summary>For each term, levels × columns: the conditional modes b̂.</summary>
    public required double[][,] ConditionalModes { get; init; }

    /// <summary>For each term, levels × k·k: the conditional covariance of each level's b given θ̂, β̂, row-major k × k blocks, in response units.</summary>
    public double[][,] ConditionalCovariances => LazyConditionalCovariances.Value;

    /// <summary>Computes <see cref="ConditionalCovariances"/> when first asked: it takes a selected inverse, and many fits are never asked.</summary>
    public required Lazy<double[][,]> LazyConditionalCovariances { get; init; }

    /// <summary>The problem that was solved: the columns and the cross-products, without the rows.</summary>
    public required LinearProblem Problem { get; init; }

    /// <summary>Xβ̂ + Zb̂ + offset, n numbers; empty when the model was fitted without rows.</summary>
    public double[] Fitted => LazyFitted.Value;

    /// <summary>Computes <see cref="Fitted"/> when first asked: it takes a pass over the rows, and a bootstrap never asks.</summary>
    public required Lazy<double[]> LazyFitted { get; init; }

    /// <summary>Σ wᵢeᵢ², e the residuals about the conditional modes: r²(θ̂) minus the penalty |û|².</summary>
    public required double ResidualSquares { get; init; }

    /// <inheritdoc/>
    double? IModelSolution.ResidualSquares => ResidualSquares;

    /// <inheritdoc/>
    public ModelMatrices Matrices => Problem.Matrices;

    /// <inheritdoc/>
    public FamilyDefinition Family => ResponseFamilies.OfLinearModels;

    /// <inheritdoc/>
    public Link Link => Family.Resolve(Link.Default);

    /// <inheritdoc/>
    public GeneralizedResponse Response => GeneralizedResponse.Of(Matrices, Family, Link);

    /// <inheritdoc/>
    public MethodDescription Method => new(
        (Matrices.Random.IsEmpty ? "Linear model" : "Linear mixed model") + " fit by " + (IsReml ? "REML" : "maximum likelihood"), IsReml ? "REML" : "ML");

    /// <inheritdoc/>
    public GeneralizedOptions? Integration => null;

    /// <inheritdoc/>
    public bool ProfilesCoefficients => true;

    /// <inheritdoc/>
    public double[,] ConditionalCovariance => Covariance;

    /// <inheritdoc/>
    public double[,]? JointCovariance => null;

    /// <summary>The link is the identity, so these are the fitted values.</summary>
    public double[] LinearPredictor => Fitted;

    /// <inheritdoc/>
    public bool IsSeparated => false;

    /// <summary>How much rounding can have moved the criterion.</summary>
    public CriterionRounding Rounding { get; init; }

    /// <summary>Evaluations of the criterion.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Evaluations of the gradient.</summary>
    public required int Gradients { get; init; }

    /// <summary>The criterion's exact gradient in θ, user units, at the solution.</summary>
    public required double[] Gradient { get; init; }

    /// <summary>Largest component, in absolute value, of <see cref="Gradient"/>; 0 without random terms.</summary>
    public double GradientMaxAbs => Gradient.Length == 0 ? 0 : Gradient.Max(Math.Abs);

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why the verdict is not <see cref="Verdict.Converged"/>, as a clause without capital or full stop; empty when it is.</summary>
    public required string VerdictReason { get; init; }

    /// <summary>Terms (index) and columns (index in the term) whose variance is zero, for the notice of a singular fit; a pair (t, -1) for a perfect correlation inside term t.</summary>
    public required ImmutableArray<(int Term, int Column)> Vanished { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<(int Term, int Column)> Unidentified => Problem.Unidentified?.Columns ?? [];

    /// <summary>The criterion at another θ (in the same order; columns may have any sign), with β and σ profiled. Safe to call from several threads.</summary>
    public required Func<ReadOnlyMemory<double>, double> CriterionAt { get; init; }

    /// <inheritdoc/>
    public int DispersionCount => 1;

    /// <inheritdoc/>
    public double ValueAt(ReadOnlyMemory<double> theta, ReadOnlyMemory<double>? beta) => CriterionAt(theta);

    /// <inheritdoc/>
    public CriterionGradient GradientAt(double[] theta, double[]? beta)
    {
        if (beta is not null)
        {
            throw new ArgumentException("A linear model profiles its coefficients out: pass only the covariance parameters.", nameof(beta));
        }

        var criterion = new LinearCriterion(Problem.Evaluation(IsReml), null, CancellationToken.None);
        double value = criterion.Evaluate(Problem.Layout.ToInternal(theta));
        var inner = new double[theta.Length];
        criterion.Differentiate(inner, []);
        return new CriterionGradient(value, CriterionGradient.InTheta(inner, theta, Problem.Layout));
    }

    /// <inheritdoc/>
    public double[] FittedAt(double[] theta, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Problem.At(theta, IsReml).Fitted;
    }

    /// <inheritdoc/>
    public VarianceSensitivity Satterthwaite(CancellationToken cancellationToken) => Sensitivity(IsReml).Satterthwaite(cancellationToken);

    /// <inheritdoc/>
    public VarianceSensitivity KenwardRoger(Information information, CancellationToken cancellationToken) =>
        Sensitivity(reml: true).KenwardRoger(information, cancellationToken);

    /// <inheritdoc/>
    public double[,]? FixedCrossProducts() => Problem.Basis.CrossProducts(Problem.System.FixedBlock);

    /// <inheritdoc/>
    public EffectsCovariance EffectsCovariance(CancellationToken cancellationToken) =>
        Matrices.HasRows ? MixedModelEquations.OfRows(this, cancellationToken) : Problem.Equations(Theta, Sigma * Sigma, cancellationToken);

    /// <inheritdoc/>
    public (ImmutableArray<GroupColumns> Groups, CrossProductBlocks Products)? WorkingProducts(CancellationToken cancellationToken) =>
        (Problem.Groups, Problem.Products(cancellationToken));

    /// <inheritdoc/>
    public IEnumerable<Notice> Notices() => Rounding.Criterion > CriterionRounding.Noticeable ? [LostDigits()] : [];

    /// <inheritdoc/>
    /// <remarks>With the same weights and columns, only the products with the response are computed again.</remarks>
    public IModelSolution Refit(RefitChanges changes, CancellationToken cancellationToken)
    {
        LinearProblem problem = changes switch
        {
            { Weights: null, Coefficients: null, Response: null } => Problem,
            { Weights: null, Coefficients: null, Response: { } response } => Problem.WithResponse(response),
            _ => LinearProblem.Create(changes.Apply(Matrices), cancellationToken),
        };
        return problem.Solve(new SearchOptions { IsReml = IsReml && !changes.IsMl, Start = changes.Start, IsRefit = !changes.IsMl }, null, cancellationToken);
    }

    /// <inheritdoc/>
    public ResponseRefits Refits(CancellationToken cancellationToken)
    {
        var whole = new SolutionRefits(this, cancellationToken);
        return Theta.Length == 0 || (IsReml && Problem.Unidentified is not null)
            ? whole
            : new LinearRefits(Problem.Change(), IsReml, basis => Problem.Constant(basis, IsReml), whole, cancellationToken);
    }

    /// <inheritdoc/>
    public IModelSolution ForProfiles(CancellationToken cancellationToken) =>
        IsReml ? Problem.Solve(new SearchOptions { IsReml = false, Start = Theta }, null, cancellationToken) : this;

    /// <inheritdoc/>
    public HeldCriterion Hold(HeldQuantity quantity) => Problem.Hold(quantity, Theta, Sigma);

    /// <inheritdoc/>
    public IModelSolution FitTo(ModelMatrices matrices, CancellationToken cancellationToken) => LinearMixedModelFitter.Fit(matrices, IsReml, null, cancellationToken);

    /// <inheritdoc/>
    public IModelSolution FitRows(int[] rows, CancellationToken cancellationToken) =>
        LinearMixedModelFitter.Fit(RowSubset.Of(Matrices, rows), IsReml, null, cancellationToken);

    private Notice LostDigits()
    {
        string[] subjects = Rounding.Column < 0 ? [] : [Matrices.FixedNames[Kept[Rounding.Column]]];
        string cause = Rounding.Column < 0
            ? "fixed and random effects reproduce the response almost exactly"
            : $"{ValueText.Quote(subjects[0])} is almost determined by other columns and the random effects";
        return new Notice(
            NoticeId.ExtremeScale,
            FormattableString.Invariant($"Digits were lost: {cause}. Rounding may have moved −2 log L by about {Rounding.Criterion:0.#E+0}; do not interpret differences between criteria smaller than that."),
            [.. subjects]);
    }

    private FixedSensitivity Sensitivity(bool reml) => new(Problem.Evaluation(reml), Problem.Basis, Theta, Covariance);
}
