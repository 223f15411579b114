using System.Globalization;

namespace GlmmDsl.Inference;

/// <summary>How the rows are divided for cross-validation: whole groups, so that what is predicted is a new group, or single rows.</summary>
public sealed record Folds
{
    private Folds(string? group, int? count) => (Group, Count) = (group, count);

    /// <summary>The grouping factor whose levels stay together; null where single rows are divided.</summary>
    public string? Group { get; }

    /// <summary>The number of folds; null where each level is one.</summary>
    public int? Count { get; }

    /// <summary>The levels of a grouping factor of the model, at random, in so many folds: each fold's groups are new to the fits without it.</summary>
    /// <param name="group">lme4's name of the grouping factor.</param>
    /// <param name="count">The number of folds, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds.</exception>
    public static Folds ByGroup(string group, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        return new Folds(group, Require(count));
    }

    /// <summary>Each level of a grouping factor of the model by itself.</summary>
    /// <param name="group">lme4's name of the grouping factor.</param>
    public static Folds LeaveOneOut(string group)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        return new Folds(group, null);
    }

    /// <summary>
    /// The rows, at random, in so many folds. Rows of a group then stand on both sides, so that the scores are those of new rows of known groups, and no evidence of
    /// how the model predicts new groups.
    /// </summary>
    /// <param name="count">The number of folds, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds.</exception>
    public static Folds ByRow(int count) => new(null, Require(count));

    /// <summary>The division in words.</summary>
    public override string ToString() => Group is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Count} folds of rows")
        : Count is null ? $"each level of {Group} left out" : string.Create(CultureInfo.InvariantCulture, $"{Count} folds of levels of {Group}");

    private static int Require(int count) => count >= 2 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "Cross-validation takes at least two folds.");
}
