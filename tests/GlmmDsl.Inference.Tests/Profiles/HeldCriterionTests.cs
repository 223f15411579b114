using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Profiles;

/// <summary>The criterion with a parameter held, in both engines and both factorisations of the linear one.</summary>
public sealed class HeldCriterionTests
{
    public static TheoryData<string> Linear => new("sleep_ris_ml", "sleep_quad_re", "pastes_ml", "sleep_uncorr", "machines_nested", "cake_slope");

    public static TheoryData<string> Generalized => new("cbpp", "bin_slope", "bin_crossed", "cbpp_agq9");

    [Theory]
    [MemberData(nameof(Linear))]
    public void The_gradient_of_a_linear_model_is_that_of_differences(string id)
    {
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            Check(LinearFit(id, path), 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Generalized))]
    public void The_gradient_of_a_generalised_model_is_that_of_differences(string id) => Check(GeneralizedFit(id), 1e-5);

    [Theory]
    [MemberData(nameof(Linear))]
    public void Held_at_its_estimate_nothing_is_lost(string id)
    {
        foreach (FactorisationPath path in Enum.GetValues<FactorisationPath>())
        {
            LinearMixedSolution solution = LinearFit(id, path);
            foreach ((HeldQuantity quantity, double estimate) in Quantities(solution))
            {
                HeldCriterion criterion = solution.Hold(quantity);
                criterion.Hold(estimate);
                Assert.Equal(solution.Criterion, criterion.Evaluate(criterion.Start(), new double[criterion.Count]), 1e-7);
            }
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void The_gradient_holds_at_a_perfect_correlation_too(double correlation)
    {
        LinearMixedSolution solution = LinearFit("sleep_ris_ml", FactorisationPath.Blocked);
        HeldCriterion criterion = solution.Hold(HeldQuantity.Effects(0, 1, 0));
        criterion.Hold(correlation);
        Gradient(criterion, criterion.Start(), 1e-6);
    }

    private static void Check(IModelSolution solution, double tolerance)
    {
        foreach ((HeldQuantity quantity, double estimate) in Quantities(solution))
        {
            HeldCriterion criterion = solution.Hold(quantity);
            criterion.Hold(quantity.Kind == HeldKind.Correlation ? 0.7 * estimate : 1.1 * estimate);
            double[] point = criterion.Start();
            for (int i = 0; i < point.Length; i++)
            {
                point[i] += 0.05 * Math.Sin(i + 1);
            }

            Gradient(criterion, point, tolerance);
        }
    }

    private static void Gradient(HeldCriterion criterion, double[] point, double tolerance)
    {
        var gradient = new double[criterion.Count];
        var scratch = new double[criterion.Count];
        Assert.True(double.IsFinite(criterion.Evaluate(point, gradient)));
        for (int i = 0; i < point.Length; i++)
        {
            double At(double move)
            {
                double[] moved = [.. point];
                moved[i] += move;
                return criterion.Evaluate(moved, scratch);
            }

            const double Step = 1e-3;
            double difference = ((8 * (At(Step) - At(-Step))) - (At(2 * Step) - At(-2 * Step))) / (12 * Step);
            Assert.Equal(difference, gradient[i], tolerance * Math.Max(1, Math.Abs(difference)));
        }
    }

    private static IEnumerable<(HeldQuantity Quantity, double Estimate)> Quantities(IModelSolution solution)
    {
        double[] values = VarianceParameter.Values(Covariance.CovarianceStructures.Of(solution.Matrices.Random), solution.Theta, solution.Sigma, solution.DispersionCount > 0);
        return VarianceParameter.Of(solution).Zip(values, (v, value) => (v.Quantity, value))
            .Where(v => v.value is > 0.01 or < -0.01 && Math.Abs(v.value) != 1)
            .Concat(solution.Beta.Select((b, j) => (HeldQuantity.Coefficient(j), b)));
    }

    private static LinearMixedSolution LinearFit(string id, FactorisationPath path)
    {
        ModelMatrices matrices = Matrices(id, out _);
        return LinearProblem.Create(matrices, CancellationToken.None, new ForcedChoices(path)).Solve(new SearchOptions { IsReml = false }, null, CancellationToken.None);
    }

    private static GeneralizedSolution GeneralizedFit(string id)
    {
        ModelMatrices matrices = Matrices(id, out FitOptions options);
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(options.Family), options.Link);
        var how = new GeneralizedOptions { Approximation = options.Approximation, Nodes = options.QuadratureNodes, Information = response.UsualInformation };
        return GeneralizedLinearMixedModelFitter.Fit(matrices, response, how, null, CancellationToken.None);
    }

    private static ModelMatrices Matrices(string id, out FitOptions options)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        options = reference.Options();
        return ModelMatricesBuilder.Build(Formula.Parse(reference.Formula).Terms, reference.Data(), options.ToDesignOptions(), CancellationToken.None).Matrices;
    }
}
