using GlmmDsl.Covariance;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Criteria;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Linear;

/// <summary>
/// Refits of a linear model in one workspace: of a small model a new workspace, modes and covariances for every response would cost as much as the search. Where the
/// search does not end at an optimum with finite estimates, the fit is done again as a whole, which finds the reason.
/// </summary>
internal sealed class LinearRefits : ResponseRefits
{
    private readonly ResponseChange change;
    private readonly CovarianceLayout layout;
    private readonly Func<FixedPart, double> constant;
    private readonly LinearEvaluation evaluation;
    private readonly LinearCriterion criterion;
    private readonly CovarianceSearch search;
    private readonly ResponseRefits whole;
    private readonly CancellationToken cancellationToken;

    /// <summary>Makes the workspace.</summary>
    /// <param name="change">Puts the responses into the cross-products.</param>
    /// <param name="reml">Whether REML is used; otherwise ML.</param>
    /// <param name="constant">What takes the criterion from internal to user units, by the basis of a response.</param>
    /// <param name="whole">Refits as a whole.</param>
    /// <param name="cancellationToken">Ends a fit early.</param>
    public LinearRefits(ResponseChange change, bool reml, Func<FixedPart, double> constant, ResponseRefits whole, CancellationToken cancellationToken)
    {
        this.change = change;
        this.constant = constant;
        this.whole = whole;
        this.cancellationToken = cancellationToken;
        layout = change.System.Layout;
        evaluation = Factorisation.Workspace(change.System, reml, 0);
        criterion = new LinearCriterion(evaluation, null, cancellationToken);
        search = new CovarianceSearch(criterion, layout, SearchOptions.DefaultMaxIterations, cancellationToken);
    }

    /// <inheritdoc/>
    public override RefitEstimates Fit(double[] response, double[]? start)
    {
        FixedPart basis = change.Put(response);
        evaluation.Constant = constant(basis);
        criterion.Restart();
        search.Run(start is null ? StartingValues.Of(change.System, cancellationToken) : layout.ToInternal(start), isThorough: start is null, looksFar: false);
        return Estimates(basis) ?? whole.Fit(response, start);
    }

    /// <summary>What the search found; null where that is no optimum, or not finite.</summary>
    private RefitEstimates? Estimates(FixedPart basis)
    {
        if (!double.IsFinite(search.Value))
        {
            return null;
        }

        DifferentiatedPoint found = search.Found();
        CriterionRounding rounding = CriterionRounding.Of(change.System, basis, found, evaluation.IsReml);
        double[] theta = layout.ToUser(search.Theta);
        double[] beta = basis.Coefficients(found.Estimates.Coefficients);
        double sigma = Math.Sqrt(found.Variance) * basis.ResponseScale;
        return LinearVerdict.IsOptimum(search.Stationarity, rounding.Criterion) && VectorKernels.AreFinite(theta) && VectorKernels.AreFinite(beta) && VectorKernels.AreFinite(found.FixedInverse) && double.IsFinite(sigma)
            ? new RefitEstimates(search.Value, beta, theta, sigma, basis.Kept, IsConverged: true, IsSeparated: false)
            : null;
    }
}
