using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Tests.Fitting.Generalized;

namespace GlmmDsl.Tests.Fitting;

/// <summary>The criterion of either engine away from its optimum, in the user's parameters, against differences of the dense formula.</summary>
public sealed class PointDerivativesTests
{
    [Theory]
    [InlineData("x + (x | g)", true)]
    [InlineData("x + (x | g)", false)]
    [InlineData("x + offset(o) + (x || g) + (1 | h)", true)]
    public void A_linear_criterion_in_theta(string terms, bool reml)
    {
        ModelMatrices matrices = Matrices(Family.Poisson, Link.Log, terms);
        IModelSolution solution = LinearMixedModelFitter.Fit(matrices, reml);
        double[] theta = [.. solution.Theta.Select((t, j) => (0.8 * t) + 0.3 + (0.05 * j))];

        PointDerivatives actual = solution.DerivativesAt(theta, null, CancellationToken.None);

        Check(at => DenseEquations.LinearCriterion(matrices, solution.Kept, at, reml), theta, actual);
    }

    [Theory]
    [InlineData(Family.Binomial, Link.Logit, "x + (x | g)")]
    [InlineData(Family.Binomial, Link.Probit, "x + (1 | g) + (1 | h)")]
    [InlineData(Family.Poisson, Link.Log, "x + offset(o) + (x | g)")]
    public void A_generalized_criterion_in_coefficients_and_theta(Family family, Link link, string terms)
    {
        ModelMatrices matrices = Matrices(family, link, terms);
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link);
        IModelSolution solution = GeneralizedLinearMixedModelFitter.Fit(matrices, response, new GeneralizedOptions());
        double[] theta = [.. solution.Theta.Select((t, j) => (0.8 * t) + 0.3 + (0.05 * j))];
        double[] beta = [.. solution.Beta.Select((b, j) => b + (0.1 * (j + 1)))];
        int p = beta.Length;

        PointDerivatives actual = solution.DerivativesAt(theta, beta, CancellationToken.None);

        Check(at => BruteForce.Laplace(matrices, response, at[..p], at[p..], Information.Observed), [.. beta, .. theta], actual);
    }

    /// <summary>The gradient is 0 there, and half the Hessian is the information whose inverse is the covariance of (β̂, θ̂).</summary>
    [Fact]
    public void At_the_optimum_the_information_is_the_inverse_of_the_joint_covariance()
    {
        ModelMatrices matrices = Matrices(Family.Poisson, Link.Log, "x + (1 | g)");
        IModelSolution solution = GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Poisson), Link.Log), new GeneralizedOptions());

        PointDerivatives at = solution.DerivativesAt(solution.Theta, solution.Beta, CancellationToken.None);

        double[,] information = at.Information;
        Assert.All(at.Gradient, g => Assert.Equal(0, g, 1e-3));
        for (int i = 0; i < at.Gradient.Length; i++)
        {
            for (int j = 0; j < at.Gradient.Length; j++)
            {
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, at.Gradient.Length).Sum(k => information[i, k] * solution.JointCovariance![k, j]), 1e-5);
            }
        }
    }

    [Fact]
    public void A_point_has_the_parameters_that_the_criterion_has()
    {
        ModelMatrices matrices = Matrices(Family.Poisson, Link.Log, "x + (1 | g)");
        LinearMixedSolution linear = LinearMixedModelFitter.Fit(matrices, reml: true);
        GeneralizedSolution counts = GeneralizedLinearMixedModelFitter.Fit(matrices, GeneralizedResponse.Of(matrices, ResponseFamilies.Of(Family.Poisson), Link.Log), new GeneralizedOptions());

        Assert.Throws<ArgumentException>(() => linear.GradientAt([1], [1, 1]));
        Assert.Throws<ArgumentException>(() => counts.GradientAt([1], null));
    }

    private static void Check(Func<double[], double> dense, double[] point, PointDerivatives actual)
    {
        Assert.Equal(dense(point), actual.Value, 1e-7 * Math.Abs(actual.Value));
        for (int i = 0; i < point.Length; i++)
        {
            Assert.Equal(Difference(dense, point, i), actual.Gradient[i], 1e-6 * (1 + Math.Abs(actual.Gradient[i])));
            for (int j = 0; j < point.Length; j++)
            {
                double expected = Difference(at => Difference(dense, at, i), point, j);
                Assert.Equal(expected, actual.Hessian[i, j], 1e-4 * (1 + Math.Abs(expected)));
            }
        }
    }

    private static double Difference(Func<double[], double> f, double[] point, int i)
    {
        const double H = 2e-3;
        double At(double move)
        {
            double[] moved = [.. point];
            moved[i] += move;
            return f(moved);
        }

        return ((8 * (At(H) - At(-H))) - (At(2 * H) - At(-2 * H))) / (12 * H);
    }

    private static ModelMatrices Matrices(Family family, Link link, string terms) => SimulatedModel.Matrices(SimulatedModel.Data(family, link), family, terms);
}
