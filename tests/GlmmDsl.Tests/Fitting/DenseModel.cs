using GlmmDsl.Design;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Tests.Fitting;

/// <summary>The linear mixed model by textbook formulas: dense V = W⁻¹ + ZΛΛᵀZᵀ, sharing nothing with the engine.</summary>
internal sealed class DenseModel(ModelMatrices m)
{
    private readonly Matrix<double> x = Matrix<double>.Build.Dense(m.RowCount, m.FixedColumns.Length, (i, j) => m.FixedColumns[j][i]);
    private readonly Vector<double> y = Vector<double>.Build.Dense(m.RowCount, i => m.Response[i] - (m.Offset?[i] ?? 0));

    /// <summary>The profiled criterion at θ.</summary>
    public double Criterion(double[] theta, bool reml)
    {
        Matrix<double> v = Covariance(theta);
        Matrix<double> information = x.TransposeThisAndMultiply(v.Solve(x));
        double freedom = m.RowCount - (reml ? x.ColumnCount : 0);
        Vector<double> residual = Residual(v);
        double square = residual * v.Solve(residual);
        double restricted = reml && x.ColumnCount > 0 ? LogDeterminant(information) : 0;
        return LogDeterminant(v) + restricted + (freedom * (1 + Math.Log(2 * Math.PI * square / freedom)));
    }

    /// <summary>Ĥ by its definition with dense P or V⁻¹.</summary>
    public double[,] AverageInformation(double[] theta, bool reml)
    {
        Matrix<double> v = Covariance(theta);
        Matrix<double> inverse = v.Inverse();
        Matrix<double> projection = inverse;
        if (x.ColumnCount > 0)
        {
            projection = inverse - (inverse * x * x.TransposeThisAndMultiply(inverse * x).Inverse() * x.Transpose() * inverse);
        }

        Matrix<double> q = reml ? projection : inverse;

        double freedom = m.RowCount - (reml ? x.ColumnCount : 0);
        Vector<double> py = inverse * Residual(v);
        double variance = Residual(v) * py / freedom;
        Matrix<double>[] partial = [.. theta.Select((_, i) => Factor(Unit(i)))];
        Matrix<double> whole = Factor(theta);
        Matrix<double>[] first = [.. partial.Select(d => (d * whole.Transpose()) + (whole * d.Transpose()))];
        double[] c = [.. first.Select(s => py * (s * py) / variance)];
        var result = new double[theta.Length, theta.Length];
        for (int i = 0; i < theta.Length; i++)
        {
            for (int j = 0; j < theta.Length; j++)
            {
                Matrix<double> second = (partial[i] * partial[j].Transpose()) + (partial[j] * partial[i].Transpose());
                double curvature = (q.TransposeThisAndMultiply(second)).Trace() - (py * (second * py) / variance);
                result[i, j] = (first[i] * py * (projection * (first[j] * py)) / variance) + curvature - (c[i] * c[j] / freedom);
            }
        }

        return result;

        double[] Unit(int i) => [.. theta.Select((_, j) => i == j ? 1.0 : 0)];
    }

    private Vector<double> Residual(Matrix<double> v) =>
        x.ColumnCount == 0 ? y : y - (x * x.TransposeThisAndMultiply(v.Solve(x)).Solve(x.TransposeThisAndMultiply(v.Solve(y))));

    private Matrix<double> Covariance(double[] theta)
    {
        Matrix<double> factor = Factor(theta);
        return factor.TransposeAndMultiply(factor) + Matrix<double>.Build.DenseDiagonal(m.RowCount, m.RowCount, i => 1 / (m.Weights?[i] ?? 1));
    }

    /// <summary>ZΛ, all terms side by side.</summary>
    private Matrix<double> Factor(double[] theta)
    {
        Matrix<double> result = Matrix<double>.Build.Dense(m.RowCount, m.Random.Sum(t => t.Width * t.Group.Levels.Length));
        int offset = 0;
        int at = 0;
        foreach (RandomEffectsTerm term in m.Random)
        {
            var lambda = new double[term.Width, term.Width];
            for (int column = 0; column < term.Width; column++)
            {
                for (int row = column; row < term.Width; row++)
                {
                    lambda[row, column] = theta[at++];
                }
            }

            for (int i = 0; i < m.RowCount; i++)
            {
                for (int c = 0; c < term.Width; c++)
                {
                    for (int r = c; r < term.Width; r++)
                    {
                        result[i, offset + (term.Group.Codes[i] * term.Width) + c] += (term.Columns[r]?[i] ?? 1) * lambda[r, c];
                    }
                }
            }

            offset += term.Width * term.Group.Levels.Length;
        }

        return result;
    }

    private static double LogDeterminant(Matrix<double> matrix) => matrix.Cholesky().DeterminantLn;
}
