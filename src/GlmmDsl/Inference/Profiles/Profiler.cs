using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Profiles;

/// <summary>Profiles the parameters of a fit.</summary>
internal static class Profiler
{
    /// <summary>|ζ| that profiles are walked to: a little beyond the quantile of the 99 % interval.</summary>
    private const double Furthest = 2.6;

    /// <summary>The profiles.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="parameters">Names of the parameters to profile; null for all.</param>
    /// <param name="progress">Is told after every parameter.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">The fit has no maximum of its likelihood.</exception>
    /// <exception cref="KeyNotFoundException">No such parameter.</exception>
    public static ProfileLikelihood Of(FittedModel model, IReadOnlyList<string>? parameters, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        if (model.Solution.IsSeparated)
        {
            throw new InvalidOperationException(
                "The fixed effects separate the outcomes, so that the likelihood has no maximum and no profile. Give the coefficients a weak prior (FitOptions.CoefficientPrior), or leave out what decides the outcome.");
        }

        ImmutableArray<VarianceParameter> variances = VarianceParameter.Of(model.Solution);
        (string Name, HeldQuantity Quantity)[] all = [.. variances.Select(v => (v.Name, v.Quantity)), .. Coefficients(model)];
        HashSet<string>? chosen = Chosen(parameters, all);
        IModelSolution solution = model.Solution.ForProfiles(cancellationToken);
        ImmutableArray<CovarianceStructure> structures = CovarianceStructures.Of(model.Matrices.Random);
        double[] values = VarianceParameter.Values(structures, solution.Theta, solution.Sigma, solution.IsLinear);
        double[] estimates = [.. values, .. solution.Beta, .. solution.Thresholds?.Estimates ?? []];
        int total = chosen?.Count ?? all.Length;
        List<ParameterProfile> ofVariances = [], ofCoefficients = [];
        for (int i = 0; i < all.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (chosen?.Contains(all[i].Name) == false)
            {
                continue;
            }

            bool isVariance = i < values.Length;
            (isVariance ? ofVariances : ofCoefficients).Add(Profile(solution, all[i].Name, all[i].Quantity, estimates[i], cancellationToken));
            progress?.Report(new WorkProgress(ofVariances.Count + ofCoefficients.Count, total));
        }

        return new ProfileLikelihood(ofVariances, ofCoefficients, solution.Method.Title, !ReferenceEquals(solution, model.Solution));
    }

    private static ParameterProfile Profile(IModelSolution solution, string name, HeldQuantity quantity, double estimate, CancellationToken cancellationToken)
    {
        if (double.IsNaN(estimate))
        {
            return new ParameterProfile(name, estimate, null);
        }

        ProfileRange range = quantity.Kind switch
        {
            HeldKind.Coefficient => ProfileRange.OfCoefficient(quantity.Row < solution.Beta.Length
                ? Math.Sqrt(solution.Covariance[quantity.Row, quantity.Row])
                : solution.Thresholds!.StandardError(quantity.Row - solution.Beta.Length)),
            HeldKind.Sigma => ProfileRange.OfSigma(estimate, solution.Matrices.RowCount),
            HeldKind.Deviation => ProfileRange.OfDeviation(estimate, solution.Hold(quantity).Unit, solution.Matrices.Random[quantity.Term].Group.Levels.Length),
            _ => ProfileRange.OfCorrelation(Structure().LowestCorrelation),
        };
        double most = quantity.Kind == HeldKind.Correlation && Structure().CorrelationNeedsBothVariances ? WithoutVariance(solution, quantity, cancellationToken) : double.PositiveInfinity;
        return new ParameterProfile(name, estimate, new ProfileCurve(token => new ProfileSolver(solution.Hold(quantity), estimate, most, token), range, Furthest, cancellationToken));

        CovarianceStructure Structure() => CovarianceStructures.Of(solution.Matrices.Random[quantity.Term]);
    }

    /// <summary>
    /// The lower of the deviances without the one and without the other variance of a correlation. Such a model is one with any correlation, so that no point of
    /// its profile lies higher; the walk along the correlation cannot see that, for it would have to climb first.
    /// </summary>
    private static double WithoutVariance(IModelSolution solution, HeldQuantity correlation, CancellationToken cancellationToken)
    {
        return Math.Min(Without(correlation.Row), Without(correlation.Column));

        double Without(int column)
        {
            HeldCriterion deviation = solution.Hold(HeldQuantity.Effects(correlation.Term, column, column));
            double deviance = new ProfileSolver(deviation, 0, double.PositiveInfinity, cancellationToken).Fresh(0).Deviance;
            return double.IsFinite(deviance) ? deviance : double.PositiveInfinity;
        }
    }

    /// <summary>The coefficients; of an ordinal model the thresholds too, which follow them in a point of the criterion.</summary>
    private static IEnumerable<(string Name, HeldQuantity Quantity)> Coefficients(FittedModel model) =>
        model.FixedColumns.Where(c => c.Kept >= 0).Select(c => (c.Name, HeldQuantity.Coefficient(c.Kept)))
            .Concat((model.Solution.Thresholds?.Names ?? []).Select((name, j) => (name, HeldQuantity.Coefficient(model.Solution.Beta.Length + j))));

    private static HashSet<string>? Chosen(IReadOnlyList<string>? parameters, (string Name, HeldQuantity Quantity)[] all)
    {
        if (parameters is null)
        {
            return null;
        }

        var lookup = new NameLookup("parameter", [.. all.Select(a => a.Name)]);
        return [.. parameters.Select(p => all[lookup.IndexOf(p)].Name)];
    }
}
