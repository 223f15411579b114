using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>Adaptive quadrature over vector terms against the integral on a fine grid.</summary>
public class VectorQuadratureTests
{
    [Theory]
    [InlineData(Family.Binomial, Link.Logit, 9)]
    [InlineData(Family.Binomial, Link.Logit, 12)]
    [InlineData(Family.Binomial, Link.Cloglog, 11)]
    [InlineData(Family.Poisson, Link.Log, 9)]
    public void Two_dimensions(Family family, Link link, int nodes) => Check(family, link, "x + (x | g)", [0.7, 0.2, 0.5], nodes, 0.05);

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Three_dimensions(int nodes) => Check(Family.Binomial, Link.Logit, "x + (x + z | g)", [0.6, 0.2, -0.1, 0.5, 0.15, 0.4], nodes, 0.25);

    private static void Check(Family family, Link link, string terms, double[] theta, int nodes, double step)
    {
        ModelMatrices matrices = SimulatedModel.Matrices(SimulatedModel.Data(family, link), family, terms);
        GeneralizedResponse response = GeneralizedResponse.Of(matrices, ResponseFamilies.Of(family), link);
        double[] beta = [family == Family.Binomial ? 0.2 : 1.4, 0.3];
        var options = new GeneralizedOptions { Approximation = Approximation.Quadrature, Nodes = nodes };
        double value = new GeneralizedProblem(matrices, response, options, CancellationToken.None).ValueAt(theta, beta);
        double laplace = new GeneralizedProblem(matrices, response, new GeneralizedOptions(), CancellationToken.None).ValueAt(theta, beta);
        double exact = Integral(matrices, response, beta, theta, step);
        Assert.Equal(exact, value, 2e-5);
        Assert.True(Math.Abs(laplace - exact) > 100 * Math.Abs(value - exact), $"{laplace:R} {value:R} {exact:R}");
    }

    /// <summary>−2 log L with every level's integral by the trapezoid rule over all of its random effects, which for the normal density converges faster than any power of the step.</summary>
    private static double Integral(ModelMatrices matrices, GeneralizedResponse response, double[] beta, double[] theta, double step)
    {
        RandomEffectsTerm term = matrices.Random[0];
        int k = term.Width;
        int points = (int)Math.Round(12 / step) + 1;
        double total = -2 * response.LogConstant();
        for (int level = 0; level < term.Group.Levels.Length; level++)
        {
            int[] rows = [.. Enumerable.Range(0, matrices.RowCount).Where(i => term.Group.Codes[i] == level)];
            double[] linear = [.. rows.Select(i => (matrices.Offset?[i] ?? 0) + beta.Select((b, j) => b * matrices.FixedColumns[j][i]).Sum())];

            // η = linear + scaled·u with scaled = zᵀΛ.
            double[][] scaled = [.. rows.Select(i => Scaled(term, theta, i))];
            double reference = Log(0, new double[k]);
            double sum = 0;
            var u = new double[k];
            for (long cell = 0; cell < (long)Math.Pow(points, k); cell++)
            {
                long rest = cell;
                double square = 0;
                for (int c = 0; c < k; c++, rest /= points)
                {
                    u[c] = -6 + (step * (rest % points));
                    square += u[c] * u[c];
                }

                sum += square > 36 ? 0 : Math.Exp(Log(square, u) - reference);
            }

            total -= 2 * (reference + Math.Log(sum * Math.Pow(step / Math.Sqrt(2 * Math.PI), k)));

            double Log(double square, double[] at)
            {
                double log = -0.5 * square;
                for (int r = 0; r < rows.Length; r++)
                {
                    double eta = linear[r];
                    for (int c = 0; c < k; c++)
                    {
                        eta += scaled[r][c] * at[c];
                    }

                    log += response.Kernel.LogDensity(eta, response.Totals[rows[r]], response.Sizes[rows[r]]);
                }

                return log;
            }
        }

        return total;
    }

    private static double[] Scaled(RandomEffectsTerm term, double[] theta, int row)
    {
        var result = new double[term.Width];
        int at = 0;
        for (int column = 0; column < term.Width; column++)
        {
            for (int r = column; r < term.Width; r++)
            {
                result[column] += theta[at++] * (term.Columns[r]?[row] ?? 1);
            }
        }

        return result;
    }
}
