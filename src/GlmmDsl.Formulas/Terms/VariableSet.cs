namespace GlmmDsl.Formulas;

/// <summary>A product of variables as the set of their numbers (R's bit pattern): immutable, compared by value.</summary>
internal sealed class VariableSet : IEquatable<VariableSet>
{
    private readonly int[] members;
    private readonly int hash;

    private VariableSet(int[] members)
    {
        this.members = members;
        int combined = members.Length;
        foreach (int member in members)
        {
            combined = unchecked((combined * 16_777_619) ^ member);
        }

        hash = combined;
    }

    /// <summary>The numbers of the variables, ascending: the order of their first appearance.</summary>
    public IReadOnlyList<int> Members => members;

    public static VariableSet Of(int variable) => new([variable]);

    public VariableSet Union(VariableSet other)
    {
        int shared = Shared(other);

        // Most products of a power hold nothing new: one of the two is the union.
        if (shared == other.members.Length)
        {
            return this;
        }

        if (shared == members.Length)
        {
            return other;
        }

        int[] union = new int[members.Length + other.members.Length - shared];
        int i = 0;
        int j = 0;
        for (int k = 0; k < union.Length; k++)
        {
            int left = i < members.Length ? members[i] : int.MaxValue;
            int right = j < other.members.Length ? other.members[j] : int.MaxValue;
            union[k] = Math.Min(left, right);
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return new VariableSet(union);
    }

    /// <summary>How many variables the two have in common.</summary>
    private int Shared(VariableSet other)
    {
        int shared = 0;
        int i = 0;
        int j = 0;
        while (i < members.Length && j < other.members.Length)
        {
            int difference = members[i].CompareTo(other.members[j]);
            shared += difference == 0 ? 1 : 0;
            i += difference <= 0 ? 1 : 0;
            j += difference >= 0 ? 1 : 0;
        }

        return shared;
    }

    public bool Equals(VariableSet? other) => other is not null && hash == other.hash && members.AsSpan().SequenceEqual(other.members);

    public override bool Equals(object? obj) => Equals(obj as VariableSet);

    public override int GetHashCode() => hash;
}

/// <summary>A term while a formula is being expanded.</summary>
/// <param name="Variables">The variables multiplied.</param>
/// <param name="Span">The expression that first gave the term.</param>
internal readonly record struct EncodedTerm(VariableSet Variables, TextSpan Span);
