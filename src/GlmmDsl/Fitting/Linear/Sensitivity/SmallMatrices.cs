namespace GlmmDsl.Fitting.Linear.Sensitivity;

/// <summary>Products of p × p matrices.</summary>
internal static class SmallMatrices
{
    /// <summary>AMB, M row-major.</summary>
    public static double[,] Sandwich(double[,] a, double[] m, double[,] b)
    {
        int p = a.GetLength(0);
        var left = new double[p, p];
        for (int i = 0; i < p; i++)
        {
            for (int k = 0; k < p; k++)
            {
                for (int j = 0; j < p && a[i, k] != 0; j++)
                {
                    left[i, j] += a[i, k] * m[(k * p) + j];
                }
            }
        }

        var result = new double[p, p];
        for (int i = 0; i < p; i++)
        {
            for (int k = 0; k < p; k++)
            {
                for (int j = 0; j < p && left[i, k] != 0; j++)
                {
                    result[i, j] += left[i, k] * b[k, j];
                }
            }
        }

        return result;
    }

    /// <summary>MAM for a symmetric M, both row-major, in the result row-major.</summary>
    public static double[] Around(double[] m, double[,] a)
    {
        int p = a.GetLength(0);
        var left = new double[p * p];
        var result = new double[p * p];
        for (int i = 0; i < p; i++)
        {
            for (int k = 0; k < p; k++)
            {
                for (int j = 0; j < p; j++)
                {
                    left[(i * p) + j] += m[(i * p) + k] * a[k, j];
                }
            }
        }

        for (int i = 0; i < p; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k < p; k++)
                {
                    sum += left[(i * p) + k] * m[(k * p) + j];
                }

                result[(i * p) + j] = sum;
                result[(j * p) + i] = sum;
            }
        }

        return result;
    }
}
