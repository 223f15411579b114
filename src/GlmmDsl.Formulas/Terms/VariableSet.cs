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
        int[] union = new int[members.Length + other.members.Length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < members.Length || j < other.members.Length)
        {
            int left = i < members.Length ? members[i] : int.MaxValue;
            int right = j < other.members.Length ? other.members[j] : int.MaxValue;
            union[count++] = Math.Min(left, right);
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        // As long as one of the two, it is that one.
        return count == members.Length ? this : count == other.members.Length ? other : new VariableSet(union.AsSpan(0, count).ToArray());
    }

    public bool Equals(VariableSet? other) => other is not null && hash == other.hash && members.AsSpan().SequenceEqual(other.members);

    public override bool Equals(object? obj) => Equals(obj as VariableSet);

    public override int GetHashCode() => hash;
}

/// <summary>A term while a formula is being expanded.</summary>
/// <param name="Variables">The variables multiplied.</param>
/// <param name="Span">The expression that first gave the term.</param>
internal readonly record struct EncodedTerm(VariableSet Variables, TextSpan Span);
