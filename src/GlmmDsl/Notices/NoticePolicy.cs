using System.Collections.Immutable;

namespace GlmmDsl;

/// <summary>What is done with a notice.</summary>
public enum NoticeAction
{
    /// <summary>It is listed in the fit's notices.</summary>
    Report,

    /// <summary>It is not listed.</summary>
    Ignore,

    /// <summary>It is thrown as a <see cref="NoticeException"/>.</summary>
    Throw,
}

/// <summary>Which notices are reported, ignored or thrown. Immutable; by default all are reported.</summary>
public sealed class NoticePolicy
{
    private readonly ImmutableDictionary<NoticeId, NoticeAction> actions;

    private NoticePolicy(ImmutableDictionary<NoticeId, NoticeAction> actions) => this.actions = actions;

    /// <summary>Every notice is reported.</summary>
    public static NoticePolicy Default { get; } = new(ImmutableDictionary<NoticeId, NoticeAction>.Empty);

    /// <summary>What is done with a notice.</summary>
    public NoticeAction this[NoticeId id] => actions.GetValueOrDefault(id, NoticeAction.Report);

    /// <summary>The same policy except for one notice.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such notice or action.</exception>
    public NoticePolicy With(NoticeId id, NoticeAction action)
    {
        if (!Enum.IsDefined(id))
        {
            throw new ArgumentOutOfRangeException(nameof(id), id, "There is no such notice.");
        }

        return Enum.IsDefined(action)
            ? new(actions.SetItem(id, action))
            : throw new ArgumentOutOfRangeException(nameof(action), action, "There is no such action.");
    }

    /// <summary>Applies the policy: drops the ignored, throws at the first that is to be thrown.</summary>
    /// <exception cref="NoticeException">A notice whose action is <see cref="NoticeAction.Throw"/>.</exception>
    internal ImmutableArray<Notice> Apply(IEnumerable<Notice> notices)
    {
        var kept = ImmutableArray.CreateBuilder<Notice>();
        foreach (Notice notice in notices)
        {
            switch (this[notice.Id])
            {
                case NoticeAction.Throw: throw new NoticeException(notice);
                case NoticeAction.Report: kept.Add(notice); break;
            }
        }

        return kept.ToImmutable();
    }
}

/// <summary>A notice that the caller asked to have thrown.</summary>
public sealed class NoticeException : MixedModelException
{
    internal NoticeException(Notice notice)
        : base(notice.ToString()) => Notice = notice;

    /// <summary>The notice.</summary>
    public Notice Notice { get; }
}
