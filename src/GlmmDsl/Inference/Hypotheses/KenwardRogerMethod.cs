using GlmmDsl.Covariance;
using GlmmDsl.Fits;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Inference.Hypotheses;

/// <summary>
/// Kenward and Roger's method (1997, Biometrics 53): a covariance of β̂ that counts the variances' being estimated, and a scaled F whose first two moments match. In a
/// structure that V is not linear in, the second derivatives of V are left out, as in SAS's <c>KR(LINEAR)</c>; without them the method does not depend on the parameters chosen.
/// </summary>
/// <param name="model">A fit by REML.</param>
/// <param name="information">Which information the variances' covariance comes from.</param>
/// <param name="cancellationToken">Ends the work early.</param>
internal sealed class KenwardRogerMethod(FittedModel model, Information information = Information.Expected, CancellationToken cancellationToken = default)
    : SensitivityMethod(model, model.Solution.KenwardRoger(information, cancellationToken))
{
    /// <summary>Where numerator and denominator of a ratio both vanish in exact arithmetic, as in balanced designs, it is 1.</summary>
    private const double Rounding = 1e-10;

    /// <inheritdoc/>
    public override string Name { get; } = CovarianceStructures.Of(model.Matrices.Random).Any(s => !s.IsCovarianceLinear) ? "Kenward-Roger, linear" : "Kenward-Roger";

    /// <inheritdoc/>
    public override JointTest Joint(double[,] combinations, double[]? values = null)
    {
        JointQuadratic quadratic = JointQuadratic.Of(this, combinations, values);
        int q = quadratic.Rank;
        if (q == 0 || double.IsNaN(quadratic.Square))
        {
            return new JointTest(double.NaN, q, double.NaN);
        }

        double f = quadratic.Square / q;
        (double df, double scaling) = Moments(quadratic.Independent, q);
        return new JointTest(f * scaling, q, df, scaling);
    }

    /// <summary>m and λ of their section 3 from A₁ = ΣW tr(ΘΦPᵢΦ)tr(ΘΦPⱼΦ) and A₂ = ΣW tr(ΘΦPᵢΦΘΦPⱼΦ), Θ = Lᵀ(LΦLᵀ)⁻¹L.</summary>
    private (double Df, double Scaling) Moments(double[,] rows, int q)
    {
        Matrix<double> inverse = Between(rows, Model.Solution.Covariance).Inverse();
        Matrix<double>[] shares = [.. Enumerable.Range(0, ParameterCount).Select(i => inverse * Derivative(i, rows))];
        double[] traces = [.. shares.Select(s => s.Trace())];
        double first = 0;
        double second = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double weight = (i == j ? 1 : 2) * ParameterCovariance[i, j];
                first += weight * traces[i] * traces[j];
                second += weight * TraceOfProduct(shares[i], shares[j]);
            }
        }

        double b = (first + (6 * second)) / (2 * q);
        double g = (((q + 1) * first) - ((q + 4) * second)) / ((q + 2) * second);
        double denominator = (3 * q) + (2 * (1 - g));
        double v0 = 1 + (g / denominator * b);
        double v1 = 1 - ((q - g) / denominator * b);
        double v2 = 1 - ((q + 2 - g) / denominator * b);
        v0 = Math.Abs(v0) < Rounding ? 0 : v0;
        double mean = 1 - (second / q);
        double ratio = Ratio(mean, v1);
        double rho = ratio * ratio * v0 / v2 / q;
        double df = 4 + ((q + 2) / ((q * rho) - 1));

        // λ = m/(E*(m − 2)) has no meaning near two degrees of freedom.
        return (df, Math.Abs(df - 2) < 0.01 ? 1 : df * mean / (df - 2));
    }

    private static double Ratio(double numerator, double denominator) =>
        Math.Abs(numerator) < Rounding && Math.Abs(denominator) < Rounding ? 1 : numerator / denominator;

    private static double TraceOfProduct(Matrix<double> a, Matrix<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.RowCount; i++)
        {
            for (int j = 0; j < a.ColumnCount; j++)
            {
                sum += a[i, j] * b[j, i];
            }
        }

        return sum;
    }
}
