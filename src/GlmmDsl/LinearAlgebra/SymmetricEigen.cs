using MathNet.Numerics.LinearAlgebra;

namespace GlmmDsl.LinearAlgebra;

/// <summary>
/// Eigenvalues and vectors of a symmetric matrix: of small ones by cyclic Jacobi rotations, which are accurate, of large ones by reduction to a
/// tridiagonal matrix, which takes a twentieth of the time.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaxSweeps = 60;

    /// <summary>The largest order for Jacobi rotations.</summary>
    private const int Small = 60;

    /// <summary>A = V diag(values) Vᵀ.</summary>
    /// <param name="matrix">n × n, row-major; destroyed.</param>
    /// <param name="values">Receives the n eigenvalues, in no order.</param>
    /// <param name="vectors">Receives V, n × n row-major: column j belongs to value j.</param>
    /// <param name="n">The order.</param>
    public static void Decompose(Span<double> matrix, Span<double> values, Span<double> vectors, int n)
    {
        if (n > Small && VectorKernels.AreFinite(matrix[..(n * n)]))
        {
            DecomposeLarge(matrix, values, vectors, n);
            return;
        }

        vectors.Clear();
        for (int i = 0; i < n; i++)
        {
            vectors[(i * n) + i] = 1;
        }

        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    rotated |= Rotate(matrix, vectors, p, q, n);
                }
            }

            if (!rotated)
            {
                break;
            }
        }

        for (int i = 0; i < n; i++)
        {
            values[i] = matrix[(i * n) + i];
        }
    }

    private static void DecomposeLarge(ReadOnlySpan<double> matrix, Span<double> values, Span<double> vectors, int n)
    {
        var decomposed = Matrix<double>.Build.Dense(n, n, matrix[..(n * n)].ToArray()).Evd(Symmetricity.Symmetric);
        double[] byColumns = decomposed.EigenVectors.ToColumnMajorArray();
        for (int j = 0; j < n; j++)
        {
            values[j] = decomposed.EigenValues[j].Real;
            for (int i = 0; i < n; i++)
            {
                vectors[(i * n) + j] = byColumns[(j * n) + i];
            }
        }
    }

    private static bool Rotate(Span<double> a, Span<double> v, int p, int q, int n)
    {
        double apq = a[(p * n) + q];
        double app = a[(p * n) + p];
        double aqq = a[(q * n) + q];
        if (!(Math.Abs(apq) > 1e-17 * Math.Sqrt(Math.Abs(app) * Math.Abs(aqq))) || Math.Abs(apq) < 1e-290)
        {
            return false;
        }

        double tau = (aqq - app) / (2 * apq);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + double.Hypot(1, tau));
        double c = 1 / double.Hypot(1, t);
        double s = t * c;
        for (int i = 0; i < n; i++)
        {
            double x = a[(i * n) + p];
            double y = a[(i * n) + q];
            a[(i * n) + p] = (c * x) - (s * y);
            a[(i * n) + q] = (s * x) + (c * y);
        }

        for (int i = 0; i < n; i++)
        {
            double x = a[(p * n) + i];
            double y = a[(q * n) + i];
            a[(p * n) + i] = (c * x) - (s * y);
            a[(q * n) + i] = (s * x) + (c * y);
            x = v[(i * n) + p];
            y = v[(i * n) + q];
            v[(i * n) + p] = (c * x) - (s * y);
            v[(i * n) + q] = (s * x) + (c * y);
        }

        a[(p * n) + q] = 0;
        a[(q * n) + p] = 0;
        return true;
    }
}
