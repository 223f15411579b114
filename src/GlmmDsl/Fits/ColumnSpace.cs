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

    /// <summary>Whether every column of the second set lies in the space of the first; the columns of either may depend on each other.</summary>
    public static bool Contains(IEnumerable<double[]> space, IEnumerable<double[]> columns)
    {
        List<double[]> basis = Basis(space);
        return columns.All(c => Norm(Residual(c, basis)) <= Tolerance * Norm(c));
    }

    /// <summary>The number of linearly independent columns.</summary>
    public static int Rank(IEnumerable<double[]> columns) => Basis(columns).Count;

    private static List<double[]> Basis(IEnumerable<double[]> columns)
    {
        var basis = new List<double[]>();
        foreach (double[] column in columns)
        {
            double[] rest = Residual(column, basis);
            double norm = Norm(rest);
            if (norm > Tolerance * Norm(column))
            {
                basis.Add(Scaled(rest, 1 / norm));
            }
        }

        return basis;
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
