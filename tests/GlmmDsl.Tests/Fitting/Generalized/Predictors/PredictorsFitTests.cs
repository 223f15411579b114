using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Families.Densities;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>Fits with several linear predictors.</summary>
public class PredictorsFitTests
{
    [Theory]
    [InlineData("x + (1 | g)")]
    [InlineData("x + (x | g)")]
    [InlineData("x + (1 | g) + (1 | h)")]
    [InlineData("x + z")]
    public void Normal_rows_with_their_dispersion_as_a_predictor_are_the_linear_model_by_maximum_likelihood(string terms)
    {
        Table table = TwoPredictors.Data(rows: 144);
        GeneralizedSolution solution = Fit(table, new NormalKernel(), terms, "1");
        MixedModelFit linear = MixedModel.Fit("y ~ " + terms, table, new FitOptions { Method = FitMethod.Ml });
        Assert.True(solution.Verdict is Verdict.Converged or Verdict.Singular, solution.VerdictReason);
        Assert.Equal(-2 * linear.LogLikelihood.Value, solution.Criterion, 1e-6);
        Assert.Equal(Math.Log(linear.Sigma), solution.Others[0].Beta[0], 1e-4);
        Assert.All(linear.Coefficients.Zip(solution.Beta), pair => Assert.Equal(pair.First.Estimate, pair.Second, 1e-3));
    }

    [Theory]
    [MemberData(nameof(References))]
    public void A_fit_reaches_the_likelihood_of_glmmTMB_or_a_higher_one(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        GeneralizedSolution solution = Fit(reference);
        double expected = -2 * (double)reference.Result["logLik"]!;
        Assert.True(solution.Verdict is Verdict.Converged or Verdict.Singular, $"{solution.Verdict} {solution.VerdictReason} {solution.Criterion} {expected}");
        Assert.True(solution.Criterion <= expected + 1e-4, Say(solution) + FormattableString.Invariant($"{solution.Criterion:R} is above {expected:R}; {solution.JointEvaluations} evaluations"));
        Assert.True(Math.Abs(solution.Criterion - expected) <= 0.01, Say(solution) + FormattableString.Invariant($"{solution.Criterion:R} against {expected:R}"));
    }

    /// <summary>glmmTMB stops at infinitely many degrees of freedom there; quadrature of the same likelihood says which of the two is right.</summary>
    [Fact]
    public void A_Student_fit_whose_weights_are_negative_in_some_rows_agrees_with_quadrature()
    {
        ReferenceCase reference = ReferenceCase.Load("tmb_t");
        GeneralizedSolution laplace = Fit(reference);
        GeneralizedSolution exact = Fit(reference, new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = 25 });
        Assert.Equal((Verdict.Converged, Verdict.Converged), (laplace.Verdict, exact.Verdict));
        Assert.True(exact.Criterion < (-2 * (double)reference.Result["logLik"]!) - 10);
        Assert.Equal(exact.Criterion, laplace.Criterion, 0.5);
        Assert.All(exact.StackedBeta.Zip(laplace.StackedBeta), pair => Assert.Equal(pair.First, pair.Second, 0.05));
    }

    [Fact]
    public void A_dispersion_with_random_effects_is_at_a_minimum_in_all_parameters()
    {
        GeneralizedSolution solution = Fit(TwoPredictors.Data(rows: 144), new NormalKernel(), "x", "z + (1 | g)");
        Assert.True(solution.Verdict is Verdict.Converged or Verdict.Singular, solution.VerdictReason);
        Assert.Equal(solution.Criterion, solution.ValueAt(solution.Theta, solution.StackedBeta), 1e-8);
        CriterionGradient gradient = solution.GradientAt(solution.Theta, solution.StackedBeta);
        Assert.All(gradient.Gradient, g => Assert.Equal(0, g, 1e-2));
        Assert.Equal(solution.StackedBeta.Length + solution.Theta.Length, solution.StackedCovariance!.GetLength(0));
        Assert.Equal(6, solution.ConditionalModes.Single().GetLength(0));
    }

    public static TheoryData<string> References { get; } = new(
        "tmb_owls_nb2", "tmb_owls_nb1", "tmb_grouse_nb2", "tmb_gamma_log", "tmb_beta", "tmb_salam_disp", "tmb_salam_zinb2", "tmb_owls_nb2_zire", "tmb_salam_tweedie", "tmb_betabin",
        "tmb_owls_zip", "tmb_salam_zip", "tmb_owls_zinb1", "tmb_ortho_disp", "tmb_sleep_gauss_log", "tmb_gamma_inv");

    private static GeneralizedSolution Fit(Table table, PredictorsKernel kernel, string terms, string second)
    {
        (ModelMatrices matrices, GeneralizedResponse response, PredictorDesigns designs) = TwoPredictors.Parts(table, kernel, terms, second);
        return GeneralizedLinearMixedModelFitter.Fit(matrices, response, designs, new GeneralizedOptions(), null, null, CancellationToken.None);
    }

    private static string Say(GeneralizedSolution s) => FormattableString.Invariant($"beta {string.Join(' ', s.StackedBeta)}; theta {string.Join(' ', s.Theta)}; boundary {string.Join(' ', s.Others.Select(o => o.IsAtBoundary))}; {s.FastEvaluations}+{s.JointEvaluations}; ");

    private static GeneralizedSolution Fit(ReferenceCase reference, GeneralizedOptions? how = null)
    {
        string family = (string)reference.Node["family"]!, link = (string)reference.Node["link"]!;
        PredictorsKernel kernel = Kernel(family, link);
        Table table = reference.Data();
        var options = new DesignOptions { Response = family.Contains("bin", StringComparison.Ordinal) && reference.Formula.StartsWith("cbind", StringComparison.Ordinal) ? ResponseForm.Successes : ResponseForm.Number, Missing = MissingValues.Omit };
        ModelMatrices matrices = ModelMatricesBuilder.Build(Formula.Parse(reference.Formula).Terms, table, options, CancellationToken.None).Matrices;
        string? inflation = Argument(reference, "ziformula="), dispersion = Argument(reference, "dispformula=");
        kernel = inflation is null ? kernel : new GlmmDsl.Families.Densities.ZeroInflatedKernel(kernel, excludesZero: false);
        ModelMatrices[] others = [.. kernel.Predictors.Skip(1).Select(p => (p switch { Predictor.ZeroInflation => inflation, Predictor.Dispersion => dispersion, _ => null }) is { } formula
            ? Shared(ModelMatricesBuilder.Build(Formula.Parse(reference.Formula.Split('~')[0] + formula).Terms, table, options, CancellationToken.None).Matrices, matrices)
            : PredictorDesigns.Constant(matrices))];
        GeneralizedResponse plain = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(options.Response == ResponseForm.Successes ? Family.Binomial : Family.Poisson), Link.Default);
        return GeneralizedLinearMixedModelFitter.Fit(matrices, plain, new PredictorDesigns(kernel, [.. others]), how ?? new GeneralizedOptions(), null, null, CancellationToken.None);
    }

    private static ModelMatrices Shared(ModelMatrices other, ModelMatrices first) => other with
    {
        Random = [.. other.Random.Select(t => t with { Group = first.Random.FirstOrDefault(f => f.Group.Name == t.Group.Name)?.Group ?? t.Group })],
    };

    private static string? Argument(ReferenceCase reference, string name) =>
        reference.Node["arguments"]!.AsArray().Select(a => (string)a!).FirstOrDefault(a => a.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    private static PredictorsKernel Kernel(string family, string link) => (family, link) switch
    {
        ("poisson", "log") => new DensityKernel<PoissonDensity<LogMeanLink>>(Math.Log, false, true, (y, m) => y + 0.1),
        ("nbinom2", "log") => new DensityKernel<NegativeBinomial2Density<LogMeanLink>>(Math.Log, false, true, (y, m) => y + 0.1),
        ("nbinom1", "log") => new DensityKernel<NegativeBinomial1Density<LogMeanLink>>(Math.Log, false, false, (y, m) => y + 0.1),
        ("Gamma", "log") => new DensityKernel<GammaDensity<LogMeanLink>>(Math.Log, false, true, (y, m) => y),
        ("Gamma", "inverse") => new DensityKernel<GammaDensity<InverseMeanLink>>(m => 1 / m, false, false, (y, m) => y),
        ("beta", "logit") => new DensityKernel<BetaDensity<ProbabilityMeanLink<LogitLink>>>(m => Math.Log(m / (1 - m)), false, false, (y, m) => y),
        ("t", "identity") => new DensityKernel<StudentDensity<SameMeanLink>>(m => m, false, false, (y, m) => y),
        ("tweedie", "log") => new DensityKernel<TweedieDensity<LogMeanLink>>(Math.Log, false, false, (y, m) => y + 0.1),
        ("betabinomial", "logit") => new DensityKernel<BetaBinomialDensity<ProbabilityMeanLink<LogitLink>>>(m => Math.Log(m / (1 - m)), true, false, (y, m) => (y + 0.5) / (m + 1)),
        ("gaussian", "identity") => new DensityKernel<GaussianDensity<SameMeanLink>>(m => m, false, true, (y, m) => y),
        ("gaussian", "log") => new DensityKernel<GaussianDensity<LogMeanLink>>(Math.Log, false, false, (y, m) => y),
        _ => throw new ArgumentException(family + link),
    };
}
