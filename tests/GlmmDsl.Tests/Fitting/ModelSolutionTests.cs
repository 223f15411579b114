using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Tests.Fitting.Generalized;

namespace GlmmDsl.Tests.Fitting;

/// <summary>What the interface of an engine promises holds for both engines.</summary>
public sealed class ModelSolutionTests
{
    private static readonly Lazy<IModelSolution> Linear = new(() => LinearMixedModelFitter.Fit(Matrices(Family.Gaussian, Link.Default), reml: true));
    private static readonly Lazy<IModelSolution> Ml = new(() => LinearMixedModelFitter.Fit(Matrices(Family.Gaussian, Link.Default), reml: false));
    private static readonly Lazy<IModelSolution> Logit = new(() => Generalized(Family.Binomial, Link.Logit));
    private static readonly Lazy<IModelSolution> Sqrt = new(() => Generalized(Family.Poisson, Link.Sqrt));

    public static TheoryData<string> Engines => ["linear, REML", "linear, ML", "binomial", "Poisson"];

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_linear_predictor_is_that_of_coefficients_and_modes_and_the_means_follow_by_the_link(string engine)
    {
        IModelSolution solution = Of(engine);
        ModelMatrices matrices = solution.Matrices;
        LikelihoodKernel kernel = solution.Family.Kernel(solution.Link);
        double[] eta = matrices.Offset is { } offset ? [.. offset] : new double[matrices.RowCount];
        solution.AddFixedPart([.. solution.Kept.Select(k => matrices.FixedColumns[k])], eta, CancellationToken.None);
        for (int t = 0; t < matrices.Random.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            for (int i = 0; i < eta.Length; i++)
            {
                eta[i] += Enumerable.Range(0, term.Width).Sum(c => (term.Columns[c]?[i] ?? 1) * solution.ConditionalModes[t][term.Group.Codes[i], c]);
            }
        }

        Assert.Equal(matrices.RowCount, solution.LinearPredictor.Length);
        for (int i = 0; i < eta.Length; i++)
        {
            Assert.Equal(eta[i], solution.LinearPredictor[i], 1e-9);
            Assert.Equal(kernel.Mean(solution.LinearPredictor[i]), solution.Fitted[i], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_criterion_is_its_own_value_at_the_estimates(string engine)
    {
        IModelSolution solution = Of(engine);

        Assert.Equal(solution.Criterion, solution.ValueAt(solution.Theta, solution.ProfilesCoefficients ? null : solution.Beta), 1e-7);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_refit_to_the_same_response_finds_the_same(string engine)
    {
        IModelSolution solution = Of(engine);

        IModelSolution again = solution.Refit(new RefitChanges { Response = [.. solution.Matrices.Response] }, CancellationToken.None);

        Assert.Equal(solution.Criterion, again.Criterion, 1e-7);
        Assert.Equal(solution.Method, again.Method);
    }

    /// <summary>Holding a coefficient where the fit has it changes nothing of a criterion that does not restrict it; holding it elsewhere costs something.</summary>
    [Theory]
    [InlineData("linear, ML")]
    [InlineData("binomial")]
    [InlineData("Poisson")]
    public void A_coefficient_held_at_its_estimate_leaves_the_others_where_they_are(string engine)
    {
        IModelSolution solution = Of(engine);

        IModelSolution held = solution.Refit(Holding(solution.Beta[1]), CancellationToken.None);
        IModelSolution elsewhere = solution.Refit(Holding(solution.Beta[1] + 1), CancellationToken.None);

        Assert.Single(held.Beta);
        Assert.Equal(solution.Criterion, held.Criterion, 1e-6);
        Assert.Equal(solution.Beta[0], held.Beta[0], 1e-4);
        Assert.True(elsewhere.Criterion > solution.Criterion + 0.1);

        static RefitChanges Holding(double value) => new() { Coefficients = new Dictionary<int, double> { [1] = value } };
    }

    [Fact]
    public void Weights_scale_variances_and_a_start_leads_to_the_same_optimum()
    {
        double[] doubled = [.. Enumerable.Repeat(2.0, Ml.Value.Matrices.RowCount)];

        IModelSolution weighted = Ml.Value.Refit(new RefitChanges { Weights = doubled }, CancellationToken.None);

        Assert.Equal(Ml.Value.Sigma * Math.Sqrt(2), weighted.Sigma, 1e-6);
        Assert.Equal(Logit.Value.Criterion, Logit.Value.Refit(new RefitChanges { Start = [.. Logit.Value.Theta.Select(t => 2 * t)] }, CancellationToken.None).Criterion, 1e-7);
    }

    [Fact]
    public void Each_engine_says_how_it_fitted()
    {
        Assert.Equal(new MethodDescription("Linear mixed model fit by REML", "REML"), Linear.Value.Method);
        Assert.Equal(new MethodDescription("Linear mixed model fit by maximum likelihood", "ML"), Ml.Value.Method);
        Assert.Equal(new MethodDescription("Generalized linear mixed model fit by maximum likelihood (Laplace approximation)", "Laplace"), Logit.Value.Method);
        Assert.Equal(
            new MethodDescription("Generalized linear mixed model fit by penalised maximum likelihood (adaptive Gauss-Hermite quadrature, 9 nodes, expected information)", "quadrature (9 nodes)"),
            GeneralizedMethod.Describe(
                new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = 9, Information = Information.Expected, CoefficientPrior = new NormalPrior(1) }, isMixed: true));
        Assert.Equal(new MethodDescription("Generalized linear model fit by maximum likelihood", "ML"), GeneralizedMethod.Describe(new GeneralizedOptions(), isMixed: false));
    }

    [Fact]
    public void A_profiled_coefficient_has_one_covariance_and_a_joint_one_two()
    {
        Assert.Same(Linear.Value.Covariance, Linear.Value.ConditionalCovariance);
        Assert.NotSame(Logit.Value.Covariance, Logit.Value.ConditionalCovariance);
        Assert.True(Logit.Value.ConditionalCovariance[0, 0] <= Logit.Value.Covariance[0, 0] * (1 + 1e-6));
        Assert.Equal(1, Logit.Value.Dispersion);
        Assert.Equal(Linear.Value.Sigma * Linear.Value.Sigma, Linear.Value.Dispersion);
    }

    private static IModelSolution Of(string engine) => engine switch
    {
        "linear, REML" => Linear.Value,
        "linear, ML" => Ml.Value,
        "binomial" => Logit.Value,
        _ => Sqrt.Value,
    };

    private static ModelMatrices Matrices(Family family, Link link)
    {
        Table table = SimulatedModel.Data(family == Family.Gaussian ? Family.Poisson : family, link == Link.Default ? Link.Log : link);
        return SimulatedModel.Matrices(table, family, "x + (x | g)");
    }

    private static GeneralizedSolution Generalized(Family family, Link link)
    {
        ModelMatrices matrices = Matrices(family, link);
        return GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link), new GeneralizedOptions());
    }
}
