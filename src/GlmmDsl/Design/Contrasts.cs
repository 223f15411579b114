using GlmmDsl.Design.Expressions;

namespace GlmmDsl.Design;

/// <summary>Contrast matrices of factors, R's <c>contr.*</c>.</summary>
internal static class Contrasts
{
    /// <summary>The columns of the contrast matrix of k levels: k − 1 arrays of k numbers.</summary>
    public static double[][] Of(Coding coding, int levels)
    {
        if (coding == Coding.Polynomial)
        {
            double[] scores = [.. Enumerable.Range(1, levels).Select(i => (double)i)];
            return OrthogonalPolynomials.Fit(scores, levels - 1).Columns;
        }

        var columns = new double[levels - 1][];
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = new double[levels];
            for (int level = 0; level < levels; level++)
            {
                columns[j][level] = coding switch
                {
                    Coding.Treatment => level == j + 1 ? 1 : 0,
                    Coding.Sum => level == j ? 1 : level == levels - 1 ? -1 : 0,
                    _ => level <= j ? -1 : level == j + 1 ? j + 1 : 0,
                };
            }
        }

        return columns;
    }
}
