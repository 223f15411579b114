using System.Text.Json.Nodes;
using GlmmDsl.Data;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Search;
using GlmmDsl.Inference;
using GlmmDsl.Optimization;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>
/// A normal prior on the coefficients. R's figures minimise lme4's own Laplace deviance, devfun(θ, β) of glmer(.., devFunOnly = TRUE), plus
/// Σ (s_j β_j/2.5)², s_j² = Σ(x − x̄)²/n, by minqa::bobyqa at rhoend = 1e-9 from several starts.
/// </summary>
public sealed class CoefficientPriorTests
{
    private static readonly FitOptions Binomial = new() { Family = Family.Binomial };
    private static readonly FitOptions Penalised = Binomial with { CoefficientPrior = new NormalPrior(2.5) };

    /// <summary>Level q always succeeds: quasi-complete separation.</summary>
    private static readonly int[] Outcomes = [0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1];
    private static readonly int[] Predictor = [1, 3, 2, 4, 2, 1, 3, 5, 1, 2, 4, 3, 5, 2, 1, 4, 2, 3, 1, 5, 1, 4, 3, 2, 2, 4, 1, 3, 3, 1, 2, 5];

    [Fact]
    public void Estimates_of_separated_data_are_finite_and_those_of_R()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ f + x + (1 | g)", Separated(), Penalised);

        Assert.Equal(Verdict.Converged, fit.Verdict);
        Assert.DoesNotContain(fit.Notices, n => n.Id == NoticeId.Separation);
        Assert.Equal([-0.7996027, 4.3456319, 0.3153691], fit.Coefficients.Select(c => c.Estimate), (a, b) => Math.Abs(a - b) < 2e-6);
        Assert.Equal(0.7374705, fit.Theta[0], 2e-6);
        Assert.Equal([1.0309626, 2.6157863, 0.3368870], fit.Coefficients.Select(c => c.StandardError), (a, b) => Math.Abs(a - b) < 2e-4);

        // The log-likelihood is the likelihood's own; the penalised criterion is 0.59499 above it.
        Assert.Equal(32.2208876, -2 * fit.LogLikelihood.Value, 2e-6);
        double penalty = (0.03 * Square(fit.Coefficients["fq"].Estimate)) + (0.28609375 * Square(fit.Coefficients["x"].Estimate));
        Assert.InRange((-2 * fit.LogLikelihood.Value) + penalty, 32.0, 32.81587734 + 1e-7);
    }

    [Fact]
    public void Complete_separation_has_finite_estimates_too()
    {
        Table table = Separated(x => x >= 3 ? 1 : 0);
        MixedModelFit fit = MixedModel.Fit("y ~ x + (1 | g)", table, Penalised);
        MixedModelFit fixedOnly = MixedModel.Fit("y ~ x", table, Penalised);

        Assert.Equal(Verdict.NotConverged, MixedModel.Fit("y ~ x + (1 | g)", table, Binomial).Verdict);
        foreach (MixedModelFit either in new[] { fit, fixedOnly })
        {
            Assert.NotEqual(Verdict.NotConverged, either.Verdict);
            Assert.Equal(-9.43082, either.Coefficients["(Intercept)"].Estimate, 3);
            Assert.Equal(3.73994, either.Coefficients["x"].Estimate, 3);
            Assert.Equal(4.38442, -2 * either.LogLikelihood.Value, 3);
        }

        Assert.Equal(0, fit.Theta[0]);
    }

    [Theory]
    [InlineData(Approximation.Laplace)]
    [InlineData(Approximation.Quadrature)]
    [InlineData(Approximation.Fast)]
    public void A_wide_prior_leaves_the_fit_of_maximum_likelihood(Approximation approximation)
    {
        const string Formula = "cbind(incidence, size - incidence) ~ factor(period) + (1 | herd)";
        FitOptions how = Binomial with { Approximation = approximation };
        MixedModelFit plain = MixedModel.Fit(Formula, Fits.Data("cbpp"), how);
        MixedModelFit wide = MixedModel.Fit(Formula, Fits.Data("cbpp"), how with { CoefficientPrior = new NormalPrior(1e5) });
        MixedModelFit narrow = MixedModel.Fit(Formula, Fits.Data("cbpp"), how with { CoefficientPrior = new NormalPrior(1e-5) });

        Assert.Equal(plain.LogLikelihood.Value, wide.LogLikelihood.Value, 6);
        Assert.All(plain.Coefficients.Zip(wide.Coefficients), c => Assert.Equal(c.First.Estimate, c.Second.Estimate, 4));
        Assert.All(plain.Coefficients.Zip(wide.Coefficients), c => Assert.Equal(c.First.StandardError, c.Second.StandardError, 4));
        Assert.All(narrow.Coefficients.Skip(1), c => Assert.Equal(0, c.Estimate, 6));
    }

    [Fact]
    public void Units_of_a_column_and_the_grouping_of_trials_do_not_matter()
    {
        Table table = Separated();
        MixedModelFit fit = MixedModel.Fit("y ~ f + x + (1 | g)", table, Penalised);
        MixedModelFit scaled = MixedModel.Fit("y ~ f + I(1000 * x + 5) + (1 | g)", table, Penalised);
        Table rows = Fits.Csv("y,x,g\n1,1,a\n0,1,a\n1,1,a\n1,2,a\n0,1,b\n0,2,b\n0,2,b\n1,3,b\n1,3,c\n0,3,c\n1,2,c\n");
        Table counts = Fits.Csv("s,m,x,g\n2,3,1,a\n1,1,2,a\n0,1,1,b\n0,2,2,b\n1,1,3,b\n1,2,3,c\n1,1,2,c\n");

        Assert.Equal(fit.Coefficients["fq"].Estimate, scaled.Coefficients["fq"].Estimate, 5);
        Assert.Equal(fit.Coefficients["x"].Estimate, 1000 * scaled.Coefficients[2].Estimate, 5);
        Assert.Equal(
            MixedModel.Fit("y ~ x + (1 | g)", rows, Penalised).Coefficients["x"].Estimate,
            MixedModel.Fit("cbind(s, m - s) ~ x + (1 | g)", counts, Penalised).Coefficients["x"].Estimate,
            6);
    }

    [Theory]
    [InlineData("x + z + (x | g) + (1 | h)")]
    [InlineData("0 + h + x + (1 | g)")]
    [InlineData("0 + x + offset(o) + (1 | g)")]
    public void The_gradient_is_that_of_the_penalised_value(string terms)
    {
        var prior = new NormalPrior(0.7);
        foreach ((Family family, Link link) in new[] { (Family.Binomial, Link.Logit), (Family.Binomial, Link.Probit), (Family.Poisson, Link.Log) })
        {
            GeneralizedProblem problem = SimulatedModel.Problem(family, link, terms, new GeneralizedOptions { CoefficientPrior = prior });
            foreach (bool profiled in new[] { false, true })
            {
                InnerProblem inner = problem.NewInner();
                GlmStart.Set(inner);
                LaplaceCriterion laplace = SimulatedModel.Laplace(problem, inner, profiled);
                laplace.InnerTolerance = 1e-20;
                Check(laplace, SimulatedModel.Point(problem, profiled));
            }

            if (problem.Layout.Factors.Length == 1)
            {
                problem = SimulatedModel.Problem(
                    family, link, terms, new GeneralizedOptions { CoefficientPrior = prior, Approximation = Approximation.Quadrature, Nodes = 5 });
                Check(problem.Joint(problem.NewInner()), SimulatedModel.Point(problem));
            }
        }
    }

    [Fact]
    public void A_penalised_fit_says_so_and_has_no_Aic()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ f + x + (1 | g)", Separated(), Penalised);
        MixedModelFit other = MixedModel.Fit("y ~ f + x + (1 | g)", Separated(), Penalised with { CoefficientPrior = new NormalPrior(1) });

        Assert.Equal(new NormalPrior(2.5), fit.CoefficientPrior);
        Assert.Contains("no AIC", Assert.Throws<InvalidOperationException>(() => fit.Aic).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ModelComparison.Bic(fit, fit));
        Assert.Throws<IncomparableFitsException>(() => ModelComparison.LogLikelihood(fit, other));
        Assert.Contains("Penalised: coefficients ~ normal(0, 2.5)", fit.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AIC", fit.ToString(), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(fit.ToJson())!;
        Assert.Null(json["AIC"]);
        Assert.Equal(fit.LogLikelihood.Value, (double)json["logLik"]!);
    }

    [Fact]
    public void The_criterion_at_a_point_is_the_likelihoods()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ f + x + (1 | g)", Separated(), Penalised);
        MixedModelFit free = MixedModel.Fit("y ~ x + (1 | g)", Separated(), Binomial);
        MixedModelFit held = MixedModel.Fit("y ~ x + (1 | g)", Separated(), Penalised);
        var point = new CriterionPoint([0.8], [0.3, 0.2]);

        Assert.Equal(-2 * fit.LogLikelihood.Value, fit.CriterionAt(new CriterionPoint([.. fit.Theta], [.. fit.Coefficients.Select(c => c.Estimate)])), 8);
        Assert.Equal(free.CriterionAt(point), held.CriterionAt(point), 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_prior_needs_a_positive_deviation(double deviation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NormalPrior(deviation));

    [Fact]
    public void A_linear_model_takes_no_prior() =>
        Assert.Throws<ArgumentException>(() => MixedModel.Fit("y ~ x", Fits.Small(), new FitOptions { CoefficientPrior = new NormalPrior(1) }));

    private static void Check(IDifferentiable criterion, double[] point)
    {
        var gradient = new double[point.Length];
        criterion.Evaluate(point, gradient);
        for (int j = 0; j < point.Length; j++)
        {
            double difference = SimulatedModel.Difference(criterion, point, j, 1e-3);
            Assert.Equal(difference, gradient[j], 2e-6 * Math.Max(1, Math.Abs(difference)));
        }
    }

    private static Table Separated(Func<int, int>? outcome = null) => new(
    [
        new NumericColumn("y", [.. Outcomes.Select((y, i) => (double)(outcome?.Invoke(Predictor[i]) ?? y))]),
        new NumericColumn("x", [.. Predictor.Select(x => (double)x)]),
        new FactorColumn("f", ["p", "q"], [.. Enumerable.Range(0, 32).Select(i => i < 24 ? 0 : 1)]),
        new FactorColumn("g", ["a", "b", "c", "d", "e", "f", "g", "h"], [.. Enumerable.Range(0, 32).Select(i => i / 4)]),
    ]);

    private static double Square(double x) => x * x;
}
