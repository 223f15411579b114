namespace GlmmDsl.Fits;

/// <summary>Compares the spaces that two sets of columns span.</summary>
internal static class ColumnSpace
{
    /// <summary>A column whose distance from the other space is less than this share of its norm belongs to it, as when the rank is determined.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>
    /// Half of log|BᵀB| − log|AᵀA| if the columns of A and B span the same space; null if they do not. The restricted
    /// likelihood of one model in two bases of its fixed effects, X and XT, differs by log|det T|, which is this number.
    /// </summary>
    /// <param name="first">The linearly independent columns of A.</param>
    /// <param name="second">The linearly independent columns of B, rows in the same order.</param>
    public static double? LogVolumeRatio(double[][] first, double[][] second)
    {
        if (first.Length != second.Length)
        {
            return null;
        }

        var basis = new List<double[]>(first.Length);
        double firstVolume = 0;
        foreach (double[] column in first)
        {
            double[] rest = Residual(column, basis);
            double norm = Norm(rest);
            firstVolume += Math.Log(norm);
            basis.Add(Scaled(rest, 1 / norm));
        }

        foreach (double[] column in second)
        {
            if (Norm(Residual(column, basis)) > Tolerance * Norm(column))
            {
                return null;
            }
        }

        basis.Clear();
        double secondVolume = 0;
        foreach (double[] column in second)
        {
            double[] rest = Residual(column, basis);
            double norm = Norm(rest);
            secondVolume += Math.Log(norm);
            basis.Add(Scaled(rest, 1 / norm));
        }

        return secondVolume - firstVolume;
    }

    /// <summary>The part of a column orthogonal to a basis: Gram–Schmidt, done twice because once loses digits for nearly dependent columns.</summary>
    private static double[] Residual(double[] column, List<double[]> basis)
    {
        double[] rest = [.. column];
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] direction in basis)
            {
                double product = 0;
                for (int i = 0; i < rest.Length; i++)
                {
                    product += rest[i] * direction[i];
                }

                for (int i = 0; i < rest.Length; i++)
                {
                    rest[i] -= product * direction[i];
                }
            }
        }

        return rest;
    }

    private static double Norm(double[] column)
    {
        double sum = 0;
        foreach (double value in column)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }

    private static double[] Scaled(double[] column, double factor)
    {
        for (int i = 0; i < column.Length; i++)
        {
            column[i] *= factor;
        }

        return column;
    }
}
