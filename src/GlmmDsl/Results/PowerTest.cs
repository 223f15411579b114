using GlmmDsl.Fits;
using GlmmDsl.Fitting;
using GlmmDsl.Inference.Hypotheses;
using GlmmDsl.Inference.Resampling;

namespace GlmmDsl.Inference;

/// <summary>A test whose power is simulated: a p value of a fit.</summary>
public sealed class PowerTest
{
    private readonly Func<FittedModel, CancellationToken, Func<ReplicateTest>> tests;

    private PowerTest(string name, Func<MixedModelFit, CancellationToken, double> pValue)
        : this(name, (study, cancellationToken) => () => response => OfFit(study, response, pValue, cancellationToken))
    {
    }

    private PowerTest(string name, Func<FittedModel, CancellationToken, Func<ReplicateTest>> tests) => (Name, this.tests) = (name, tests);

    /// <summary>What is tested and how.</summary>
    public string Name { get; }

    /// <summary>Any test: a function from the fit of a simulated data set to a p value; NaN where there is none.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="pValue">The function: <c>f => f.KenwardRoger().Terms["Arm"].PValue</c>. It is called from several threads.</param>
    public static PowerTest Of(string name, Func<MixedModelFit, double> pValue)
    {
        ArgumentNullException.ThrowIfNull(pValue);
        return new(name, (fit, _) => pValue(fit));
    }

    /// <summary>Wald's test that a coefficient is zero.</summary>
    public static PowerTest Wald(string coefficient) => new($"Wald's test of {coefficient}", (fit, _) => fit.Wald().Coefficients[coefficient].PValue);

    /// <summary>The t test that a coefficient is zero, with Satterthwaite's degrees of freedom; for linear models.</summary>
    public static PowerTest Satterthwaite(string coefficient) => new($"Satterthwaite's t test of {coefficient}", (fit, token) => fit.Satterthwaite(token).Coefficients[coefficient].PValue);

    /// <summary>The t test that a coefficient is zero, by Kenward and Roger's method; for linear models fitted by REML.</summary>
    public static PowerTest KenwardRoger(string coefficient) => new($"Kenward and Roger's t test of {coefficient}", (fit, token) => fit.KenwardRoger(cancellationToken: token).Coefficients[coefficient].PValue);

    /// <summary>The likelihood-ratio test that coefficients are all zero, by maximum likelihood.</summary>
    /// <param name="coefficients">R's names.</param>
    public static PowerTest LikelihoodRatio(params string[] coefficients) =>
        new($"Likelihood-ratio test of {string.Join(", ", coefficients)}", (study, token) => Ratio(study, coefficients, token));

    /// <summary>What makes the test of a study's responses for each thread.</summary>
    /// <param name="study">A fit of the study's design.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    internal Func<ReplicateTest> Of(FittedModel study, CancellationToken cancellationToken) => tests(study, cancellationToken);

    /// <summary>The test of a whole fit, which may hold on to its response.</summary>
    private static (double PValue, string? Failure) OfFit(FittedModel study, double[] response, Func<MixedModelFit, CancellationToken, double> pValue, CancellationToken cancellationToken)
    {
        IModelSolution solution = Replicates.Fit(study.Solution, [.. response], cancellationToken);
        return Replicates.Failure(solution, study.Solution) is string failure ? (double.NaN, failure) : (pValue(new MixedModelFit(study.With(solution)), cancellationToken), null);
    }

    /// <summary>Both models are refitted by maximum likelihood in workspaces: what does not depend on the response is done once.</summary>
    private static Func<ReplicateTest> Ratio(FittedModel study, string[] coefficients, CancellationToken cancellationToken)
    {
        var lookup = new NameLookup("coefficient", study.Matrices.FixedNames);
        var zero = coefficients.ToDictionary(lookup.IndexOf, _ => 0.0);
        double[]? start = study.Solution.Theta.Length > 0 ? study.Solution.Theta : null;
        IModelSolution larger = study.Solution.IsReml ? study.Solution.Refit(new RefitChanges { IsMl = true, Start = start }, cancellationToken) : study.Solution;
        IModelSolution smaller = larger.Refit(new RefitChanges { IsMl = true, Coefficients = zero, Start = start }, cancellationToken);
        int df = larger.Beta.Length - smaller.Beta.Length;
        return () =>
        {
            ResponseRefits large = larger.Refits(cancellationToken), small = smaller.Refits(cancellationToken);
            return response =>
            {
                RefitEstimates with = Replicates.Fit(large, larger, response), without = Replicates.Fit(small, smaller, response);
                return (Replicates.Failure(with, larger) ?? Replicates.Failure(without, smaller)) is string failure
                    ? (double.NaN, failure)
                    : (TailProbability.OfChiSquare(Math.Max(0, without.Criterion - with.Criterion), df), null);
            };
        };
    }
}
