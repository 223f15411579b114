using System.Collections.Immutable;
using GlmmDsl.Covariance;

namespace GlmmDsl.Tests.Covariance;

/// <summary>
/// Equal variances s² and equal correlations ρ, as a structure that is not linear in its parameters: θ = (log s, artanh ρ). The Cholesky factor of the
/// correlation matrix has c_jj = √((1−ρ)(1+jρ)/(1+(j−1)ρ)) and below it ρ√((1−ρ)/((1+jρ)(1+(j−1)ρ))), j from 0.
/// </summary>
internal sealed class LogCompoundSymmetry(int width) : CovarianceStructure(width)
{
    public override ImmutableArray<(int Row, int Column)> Entries { get; } =
        [.. Enumerable.Range(0, width).SelectMany(column => Enumerable.Range(column, width - column).Select(row => (row, column)))];

    public override ImmutableArray<(int Row, int Column, int Vanishing)> Parameters { get; } = [(0, 0, 0), (1, 0, 0)];

    public override void Fill(ReadOnlySpan<double> theta, Span<double> entries)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = Math.Exp(theta[0]) * InCorrelation(i, Math.Tanh(theta[1])).Value;
        }
    }

    public override void Differentiate(ReadOnlySpan<double> theta, Span<double> jacobian)
    {
        double size = Math.Exp(theta[0]), rho = Math.Tanh(theta[1]);
        for (int i = 0; i < Entries.Length; i++)
        {
            (double value, double slope, _) = InCorrelation(i, rho);
            jacobian[2 * i] = size * value;
            jacobian[(2 * i) + 1] = size * slope * (1 - (rho * rho));
        }
    }

    public override void AddCurvature(ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient, Span<double> hessian)
    {
        double size = Math.Exp(theta[0]), rho = Math.Tanh(theta[1]), turn = 1 - (rho * rho);
        for (int i = 0; i < Entries.Length; i++)
        {
            (double value, double slope, double bend) = InCorrelation(i, rho);
            hessian[0] += gradient[i] * size * value;
            hessian[1] += gradient[i] * size * slope * turn;
            hessian[2] += gradient[i] * size * slope * turn;
            hessian[3] += gradient[i] * size * ((bend * turn * turn) - (2 * rho * turn * slope));
        }
    }

    public override double[] Start(ReadOnlySpan<double> sizes)
    {
        double squares = 0;
        foreach (double size in sizes)
        {
            squares += size * size;
        }

        return [0.5 * Math.Log(squares / sizes.Length), 0];
    }

    public override ImmutableArray<string> Names(string group, ImmutableArray<string> columns) => [group + ".log(sd)", group + ".artanh(rho)"];

    public override ImmutableArray<(int Row, int Column)> NaturalPlaces => [(0, 0), (1, 0)];

    /// <summary>An entry of the factor of the correlation matrix with two derivatives in ρ.</summary>
    private (double Value, double Slope, double Bend) InCorrelation(int entry, double rho)
    {
        (int row, int j) = Entries[entry];
        double a = 1 - rho, b = 1 + (j * rho), c = 1 + ((j - 1) * rho);
        int sign = row == j ? 1 : -1;

        // The logarithm of the root and its derivatives.
        double root = Math.Sqrt(row == j ? a * b / c : a / (b * c));
        double first = 0.5 * ((-1 / a) + (sign * j / b) - ((j - 1) / c));
        double second = 0.5 * ((-1 / (a * a)) - (sign * j * j / (b * b)) + ((j - 1) * (j - 1) / (c * c)));
        double slope = root * first, bend = root * ((first * first) + second);
        return row == j ? (root, slope, bend) : (rho * root, root + (rho * slope), (2 * slope) + (rho * bend));
    }
}
