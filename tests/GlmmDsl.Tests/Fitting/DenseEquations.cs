using GlmmDsl.Covariance;
using GlmmDsl.Design;
using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.Tests.Fitting;

/// <summary>The textbook's matrices of a small model, dense.</summary>
internal static class DenseEquations
{
    /// <summary>X of some columns.</summary>
    public static Matrix<double> Fixed(ModelMatrices matrices, IEnumerable<int> kept) =>
        Matrix<double>.Build.DenseOfColumnArrays(kept.Select(k => matrices.FixedColumns[k]));

    /// <summary>Z, terms in order, levels in order, the columns of a level together.</summary>
    public static Matrix<double> Random(ModelMatrices matrices)
    {
        Matrix<double> z = Matrix<double>.Build.Dense(matrices.RowCount, matrices.Random.Sum(t => t.Width * t.Group.Levels.Length));
        int first = 0;
        foreach (RandomEffectsTerm term in matrices.Random)
        {
            for (int i = 0; i < matrices.RowCount; i++)
            {
                for (int c = 0; c < term.Width; c++)
                {
                    z[i, first + (term.Group.Codes[i] * term.Width) + c] = term.Columns[c]?[i] ?? 1;
                }
            }

            first += term.Width * term.Group.Levels.Length;
        }

        return z;
    }

    /// <summary>Λ in the order of <see cref="Random"/>.</summary>
    public static Matrix<double> Lambda(ModelMatrices matrices, double[] theta)
    {
        int q = matrices.Random.Sum(t => t.Width * t.Group.Levels.Length), first = 0, parameter = 0;
        Matrix<double> lambda = Matrix<double>.Build.Dense(q, q);
        foreach (RandomEffectsTerm term in matrices.Random)
        {
            CovarianceStructure structure = CovarianceStructures.Of(term);
            double[] template = structure.Template(theta.AsSpan(parameter, structure.Count));
            for (int level = 0; level < term.Group.Levels.Length; level++, first += term.Width)
            {
                for (int r = 0; r < term.Width; r++)
                {
                    for (int c = 0; c < term.Width; c++)
                    {
                        lambda[first + r, first + c] = template[(r * term.Width) + c];
                    }
                }
            }

            parameter += structure.Count;
        }

        return lambda;
    }

    /// <summary>−2 log L of a linear model with β and σ profiled, or its restricted form, from V = ZΛΛᵀZᵀ + W⁻¹.</summary>
    public static double LinearCriterion(ModelMatrices matrices, IReadOnlyList<int> kept, double[] theta, bool reml)
    {
        Matrix<double> x = Fixed(matrices, kept), zl = Random(matrices) * Lambda(matrices, theta);
        int n = matrices.RowCount, p = kept.Count;
        Matrix<double> v = (zl * zl.Transpose()) + Matrix<double>.Build.DenseDiagonal(n, n, i => 1 / (matrices.Weights?[i] ?? 1));
        Vector<double> y = Vector<double>.Build.Dense(n, i => matrices.Response[i] - (matrices.Offset?[i] ?? 0));
        Matrix<double> inverse = v.Inverse(), information = x.Transpose() * inverse * x;
        Vector<double> e = y - (x * information.Solve(x.Transpose() * inverse * y));
        double freedom = reml ? n - p : n;
        double logs = v.Cholesky().DeterminantLn + (reml ? information.Cholesky().DeterminantLn : 0);
        return logs + (freedom * (1 + Math.Log(2 * Math.PI * (e * inverse * e) / freedom)));
    }

    /// <summary>The mixed-model equations' inverse, [XᵀWX, XᵀWZ; ZᵀWX, ZᵀWZ + (ΛΛᵀ)⁻¹]⁻¹.</summary>
    public static Matrix<double> Henderson(ModelMatrices matrices, IReadOnlyList<int> kept, double[] theta, double[] weights)
    {
        Matrix<double> all = Fixed(matrices, kept).Append(Random(matrices)), lambda = Lambda(matrices, theta);
        Matrix<double> equations = all.Transpose() * Matrix<double>.Build.DenseOfDiagonalArray(weights) * all;
        int p = kept.Count, q = lambda.RowCount;
        equations.SetSubMatrix(p, p, equations.SubMatrix(p, q, p, q) + (lambda * lambda.Transpose()).Inverse());
        return equations.Inverse();
    }
}
