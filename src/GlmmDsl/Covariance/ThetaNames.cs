using System.Collections.Immutable;
using GlmmDsl.Design;

namespace GlmmDsl.Covariance;

/// <summary>lme4's names of the covariance parameters: <c>Subject.(Intercept)</c>, <c>Subject.Days.(Intercept)</c>, <c>Subject.Days</c>.</summary>
internal static class ThetaNames
{
    /// <summary>The names in the order of θ: per term the lower triangle by columns.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<RandomEffectsTerm> terms)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (RandomEffectsTerm term in terms)
        {
            for (int column = 0; column < term.Width; column++)
            {
                for (int row = column; row < term.Width; row++)
                {
                    string name = term.Group.Name + "." + term.ColumnNames[row];
                    names.Add(row == column ? name : name + "." + term.ColumnNames[column]);
                }
            }
        }

        return names.ToImmutable();
    }

    /// <summary>The places in θ of the diagonals of Λ.</summary>
    public static ImmutableArray<int> Diagonals(ImmutableArray<RandomEffectsTerm> terms)
    {
        var places = ImmutableArray.CreateBuilder<int>();
        int next = 0;
        foreach (RandomEffectsTerm term in terms)
        {
            for (int column = 0; column < term.Width; column++)
            {
                places.Add(next);
                next += term.Width - column;
            }
        }

        return places.ToImmutable();
    }
}
